"""What the registry keeps, and the transactions in which it changes."""
