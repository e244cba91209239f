"""Use cases of the collective economy, one a file."""
