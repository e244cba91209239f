"""The figures of docs/performance.md: what a request, a cold start and an incident's life cost."""
