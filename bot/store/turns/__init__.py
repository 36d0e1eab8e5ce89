"""Units of work: taken in, claimed, read, decided on, committed together, and sent; and how much waits for them."""
