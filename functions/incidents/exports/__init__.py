"""The ledger (台账) of a unit and a period as a file: asked for, written in the background, fetched, on record."""
