"""What is exchanged about village self-government: requests and answers."""
