"""What is decided in law outreach. No I/O."""
