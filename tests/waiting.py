"""Waiting for something to become true, for as long as is bearable."""

import time
from typing import Callable, TypeVar

Found = TypeVar("Found")


def until(condition: Callable[[], Found], seconds: float = 30) -> Found:
    """The condition's value once it is true.

    Raises:
        AssertionError: it did not become true in time.
    """
    end = time.monotonic() + seconds
    while not (found := condition()):
        assert time.monotonic() < end, f"it did not happen within {seconds} s"
        time.sleep(0.02)
    return found
