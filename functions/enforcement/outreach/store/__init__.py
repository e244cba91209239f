"""Law outreach as it is kept, in the table of enforcement."""
