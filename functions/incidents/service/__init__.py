"""What is done with incidents, one use case a file."""
