"""Exports as they are kept: their rows, what they are made of, the files in their bucket."""
