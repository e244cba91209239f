"""What is done with exports, one use case a module."""
