"""Where errands, originals, the catalogue and the counts are kept."""
