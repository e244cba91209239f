"""Rows and lists of reports; `table` is what all of them share."""
