"""The rules of whatever is owed: how it climbs, by which terms, what its history says. Pure; nothing here reads a clock or a store."""
