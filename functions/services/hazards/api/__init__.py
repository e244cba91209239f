"""The routes of hazards."""
