"""The conversations of the made-up year: what is true on the day, who is there, and how they go from message to message."""
