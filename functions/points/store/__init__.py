"""Points in DynamoDB: the rows, and the transactions that keep their promises."""
