"""What is done with notices, subscriptions and robots, one use case a file."""
