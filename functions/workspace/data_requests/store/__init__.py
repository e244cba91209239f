"""Requests about own data as they are kept."""
