"""A believable year of customers, made up: for looking at the product before it has customers of its own."""
