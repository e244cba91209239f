"""The way to DynamoDB: rows, one read, one transaction, one way to decide and write."""
