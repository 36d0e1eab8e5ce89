"""What comes in from the shop's systems: orders, stores, and touchpoints of other channels.

`reading` makes rows of a file or a request, `sheet` checks them by the columns of `orders`, `locations` or
`touchpoints`, `matching` finds whose they are, and `taking` does it all: the whole of a file or nothing of it.
"""
