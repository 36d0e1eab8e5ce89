"""The conversations of the made-up year: the state of the world, who is there, and message after message."""
