"""The classifier: it ranks all flows and FAQ topics for a text, and decides on the ranking (docs/understanding.md)."""
