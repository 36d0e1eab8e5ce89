"""Every metric once more, in plain Python and by other hands than the registry's: no SQL, no numpy, exact numbers.

It is slow and obvious on purpose. What it takes for true is docs/metrics.md and the comments of the star schema.
"""

from tests.metrics.brute_force.compute import compute
from tests.metrics.brute_force.rows import Order, Presence, Rows, Touchpoint

__all__ = ["Order", "Presence", "Rows", "Touchpoint", "compute"]
