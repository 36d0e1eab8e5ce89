"""Who works here: log-in, roles, forged requests, and what every page for staff has in common."""
