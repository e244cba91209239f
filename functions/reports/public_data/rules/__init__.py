"""What is released, of which quarter, and what of it is hidden."""
