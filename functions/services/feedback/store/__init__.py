"""Words about the app as they are kept."""
