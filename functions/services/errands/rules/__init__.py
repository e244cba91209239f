"""What is decided about errands. No I/O, no clock of its own."""
