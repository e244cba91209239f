"""What clients send about exports and are answered, and the ledger as a file."""
