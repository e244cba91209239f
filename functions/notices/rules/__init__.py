"""What notices say and to whom, when they wait, what subscriptions and robots let through. No I/O."""
