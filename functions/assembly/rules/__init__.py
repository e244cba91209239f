"""Pure decisions of village self-government: no storage, no clock of their own."""
