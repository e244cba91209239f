"""Use cases of errands."""
