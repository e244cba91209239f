"""Where places to check, findings and warnings are kept."""
