"""Pure decisions of the registry: posts, boundaries, identities. No storage, no clock of its own."""
