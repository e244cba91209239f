"""The supervision desk: what is overdue or nearly so, orders that wait for an answer, how punctual units are."""
