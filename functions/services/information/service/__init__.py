"""Use cases of information."""
