"""What decides in the village environment."""
