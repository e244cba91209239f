"""What is done about an import, one use case a file."""
