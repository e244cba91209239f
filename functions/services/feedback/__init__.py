"""Complaints, suggestions and faults of the app itself: accepted, answered within the term, and asked about afterwards (国办函〔2026〕12号)."""
