"""The inbox in the notices' table: messages, up to where they are read, the versions of the texts."""
