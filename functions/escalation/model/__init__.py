"""What is asked and answered about what is owed."""
