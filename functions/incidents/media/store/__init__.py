"""What is attached to incidents, as it is kept: rows, and the files in their bucket."""
