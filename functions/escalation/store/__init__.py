"""What is owed in DynamoDB: rows with a clock, their history, the staff around them, the terms."""
