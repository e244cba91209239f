"""What is done with the inbox, one use case a file."""
