"""Routes of the village environment."""
