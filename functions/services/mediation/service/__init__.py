"""Use cases of mediation, one a file."""
