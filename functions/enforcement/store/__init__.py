"""Rows of enforcement."""
