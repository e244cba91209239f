"""From history to people: notices on each tier's topic, subscriptions, the delivery record."""
