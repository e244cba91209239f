"""Rows of imports, and where their files are staged."""
