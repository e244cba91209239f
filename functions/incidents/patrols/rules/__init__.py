"""What a round is, how it ends, what counts as found on it, who sees it."""
