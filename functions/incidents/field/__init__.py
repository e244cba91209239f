"""What people in the field do with incidents: attach photos and voice, go on patrol, come back with what was done offline. One function serves all."""
