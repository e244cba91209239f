"""Requests and answers of mediation."""
