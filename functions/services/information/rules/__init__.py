"""What is decided about information. No I/O, no clock of its own."""
