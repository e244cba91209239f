"""What clients send and are answered about the village environment."""
