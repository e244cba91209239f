"""What clients send about incidents and what they are answered."""
