"""What a board says of figures, and what in them is more than chance."""
