"""Use cases of conversions."""
