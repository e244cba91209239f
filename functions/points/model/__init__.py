"""What clients send about points and what they are answered."""
