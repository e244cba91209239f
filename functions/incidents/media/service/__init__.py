"""What is done with photos and voice, one use case a module."""
