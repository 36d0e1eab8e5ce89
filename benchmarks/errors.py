"""What stops a benchmark."""


class BenchmarkFailed(Exception):
    """One of the systems did not do what it is measured at; the message says what, and shows its log."""
