"""What is done for phones that were offline, one use case a module."""
