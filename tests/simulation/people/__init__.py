"""How people go about what is theirs: each context's work, honestly or not."""
