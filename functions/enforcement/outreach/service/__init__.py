"""What is done in law outreach, one use case a module."""
