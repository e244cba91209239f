"""What clients send about photos and voice, and what they are answered."""
