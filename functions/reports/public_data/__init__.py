"""Public data: breakdowns by village and kind, a quarter at a time, with small numbers hidden; drawn once, read by everybody."""
