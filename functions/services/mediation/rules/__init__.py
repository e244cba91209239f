"""What is decided about mediation. No I/O, no clock of its own."""
