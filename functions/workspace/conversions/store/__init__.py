"""Conversions as they are kept."""
