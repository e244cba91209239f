"""What clients send of hazards, and what they are answered."""
