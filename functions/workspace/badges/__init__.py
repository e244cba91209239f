"""What waits for a person, counted for the badges of a client: each context has a counter of its own."""
