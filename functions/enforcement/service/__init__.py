"""Use cases of enforcement, one a file."""
