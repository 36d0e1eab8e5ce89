"""People and programs of the company: who may log in, when they were there, and keys to the API."""
