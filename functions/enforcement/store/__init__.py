"""Rows and lists of enforcement, a module per thing; `table` is what all of them share."""
