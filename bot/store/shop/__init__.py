"""What the shop tells us: orders, stores and complaints, and taking over rows from outside."""
