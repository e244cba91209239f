"""What must hold, each said in words of its own: nothing here knows the product's rules, only rows, answers and what was told."""
