"""What is asked of public data."""
