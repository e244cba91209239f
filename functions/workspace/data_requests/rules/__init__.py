"""What may be asked of the own data, until when it is answered, and who decides."""
