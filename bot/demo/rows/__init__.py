"""The made-up year as rows of the database's tables."""
