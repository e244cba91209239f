"""Rows and lists of the services of the grid; `table` is what all of them share."""
