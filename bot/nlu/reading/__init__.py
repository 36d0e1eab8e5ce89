"""What is told of every message, whoever answers it: its language, its feeling, and the personal data in it."""
