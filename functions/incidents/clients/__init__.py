"""Registered clients: apps and hotlines that report over Open311 with an `api_key` (docs/decisions/0039-registered-clients.md)."""
