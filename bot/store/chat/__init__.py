"""Conversations and what belongs to them: a file a table, or a question asked of the tables."""
