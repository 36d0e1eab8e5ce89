"""What the product promises, tested by breaking things on purpose."""
