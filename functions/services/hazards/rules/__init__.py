"""What may be found, who owes what by when, and who may check it."""
