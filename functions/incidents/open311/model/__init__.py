"""What GeoReport is answered, and in which formats."""
