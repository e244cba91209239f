"""Where things of the village environment are kept."""
