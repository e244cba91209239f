"""What is exchanged with the registry: requests are checked, answers are described."""
