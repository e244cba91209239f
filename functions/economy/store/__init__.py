"""Rows and lists of the collective economy; `table` is what all of them share."""
