"""What is done with requests about own data, one use case a module."""
