"""Requests and answers of the collective economy."""
