"""What people in the field do with incidents: attach photos and voice, go on patrol. One function serves both."""
