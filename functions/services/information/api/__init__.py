"""Routes of information."""
