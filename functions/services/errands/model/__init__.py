"""Requests and answers of errands."""
