"""Reports by e-mail: which there are, when they are due, and sending them."""
