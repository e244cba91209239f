"""Incidents in DynamoDB: the rows, how they are read and written. Indexes, streams and timers are hints; these rows are the truth."""
