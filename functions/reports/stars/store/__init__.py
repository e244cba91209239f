"""Where stars are kept."""
