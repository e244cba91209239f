"""What is decided about the services of the grid. No I/O, no clock of its own."""
