"""What analysts read and what they decide."""
