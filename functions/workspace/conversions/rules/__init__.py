"""What is decided about conversions."""
