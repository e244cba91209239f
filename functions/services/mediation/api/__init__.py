"""Routes of mediation."""
