"""What clients send to enforcement, and what they are answered."""
