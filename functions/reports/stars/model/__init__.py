"""What is sent and answered about stars."""
