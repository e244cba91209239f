"""What reports decide: definitions of figures, briefings, how a number is said."""
