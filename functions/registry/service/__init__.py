"""What is done in the registry, one use case a file."""
