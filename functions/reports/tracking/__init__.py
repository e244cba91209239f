"""The tracking board: what is open, late, returned and opened again, where it is difficult, where it hurts, where a risk gathers; never persons."""
