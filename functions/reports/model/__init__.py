"""Requests and typed answers of reports."""
