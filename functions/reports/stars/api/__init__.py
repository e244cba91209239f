"""Routes of stars."""
