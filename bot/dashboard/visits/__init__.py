"""One look at a page: what its address asks for, and the figures that are asked of the warehouse for it."""
