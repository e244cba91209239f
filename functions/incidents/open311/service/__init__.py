"""What a client of GeoReport may do, one use case a module."""
