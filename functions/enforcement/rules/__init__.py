"""What is decided about enforcement: powers and officers, inspections, cases and their gates, time and money. No I/O, no clock of its own."""
