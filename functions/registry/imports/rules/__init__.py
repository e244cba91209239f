"""What an import may do next, and what is wrong with its file; pure."""
