"""What may be attached to an incident, by whom, who sees it, and how an upload goes from announced to readable."""
