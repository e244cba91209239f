"""What is done in enforcement, one use case a file."""
