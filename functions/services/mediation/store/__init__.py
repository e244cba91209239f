"""Where committees, cases and their figures are kept."""
