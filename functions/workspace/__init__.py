"""What spans several contexts for one person: offline sync, counts for badges, requests about one's own data. Above all contexts, imported by none."""
