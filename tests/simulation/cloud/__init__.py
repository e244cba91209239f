"""What stands in for AWS: as exact as the product needs it, and broken at will."""
