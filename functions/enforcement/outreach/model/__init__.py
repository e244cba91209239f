"""What clients send and are answered in law outreach."""
