"""What clients of the notices' API send and receive."""
