"""What a board is asked for."""
