"""A believable past, for trying the product out: customers, conversations, orders and agents of a made-up year."""
