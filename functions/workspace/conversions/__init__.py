"""转办: one matter as an incident, a hazard, a dispute or a clue of enforcement; one clock at every moment, links in both directions."""
