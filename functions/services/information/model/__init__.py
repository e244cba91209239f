"""Requests and answers of information."""
