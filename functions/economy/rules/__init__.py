"""What is decided about the collective economy. No I/O, no clock of its own."""
