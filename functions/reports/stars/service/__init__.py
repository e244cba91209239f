"""What is done with stars, one use case a module."""
