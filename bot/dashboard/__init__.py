"""The analysts' pages at /analytics, and the API of the metrics."""
