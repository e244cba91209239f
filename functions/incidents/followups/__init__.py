"""Follow-ups: what a unit owes by a day and another context asked to be watched until it is done; it climbs as incidents do."""
