"""What is decided about points: the book, the evaluation, the accounts, the chain, the boards. No I/O, no clock of its own."""
