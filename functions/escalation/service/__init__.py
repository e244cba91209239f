"""What is done with what is owed: timers that fire, the reconciler, the recount, and what other contexts ask for."""
