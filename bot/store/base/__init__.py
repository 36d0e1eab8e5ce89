"""The connection to the database, what is announced over it, and reading and writing whatever the table."""
