"""What is done with rounds, one use case a module."""
