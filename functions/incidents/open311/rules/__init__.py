"""What GeoReport asks, in its own terms, and what the public may be told."""
