"""What is done in reports, one use case a module."""
