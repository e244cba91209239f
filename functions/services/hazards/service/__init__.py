"""Use cases of hazards."""
