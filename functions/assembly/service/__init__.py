"""One use case a file: load facts, ask the rules, write in one unit of work."""
