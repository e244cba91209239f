"""What stars decide."""
