"""The desk's `Api`, and the routes of obligations on it."""
