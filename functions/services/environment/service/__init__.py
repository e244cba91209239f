"""Use cases of the village environment."""
