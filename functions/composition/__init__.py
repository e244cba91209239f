"""Above all contexts, imported by none: which kinds of thing climb, the desk's routes, and the entry points that need them together."""
