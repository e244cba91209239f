"""What may be exported to whom, how an export goes, and what a line of the ledger says."""
