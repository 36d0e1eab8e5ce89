"""The customers of the made-up year: who they are, when they come, and what they do outside of the chat."""
