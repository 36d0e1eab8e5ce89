"""How often somebody may do something: a token bucket for each key, in the memory of this process."""

import math
import threading
import time
from typing import Callable

MAX_KEYS = 10_000


def retry_after(per_minute: int) -> int:
    """Seconds after which somebody who was refused is allowed again."""
    return math.ceil(60 / per_minute)


class Limiter:
    """Allows `per_minute` at once for each key, and as many in every minute after that.

    Beyond MAX_KEYS keys the one unused for longest is forgotten, so that strangers can't fill the memory.
    """

    def __init__(self, per_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._per_minute = per_minute
        self.retry_after = retry_after(per_minute)
        self._clock = clock
        self._lock = threading.Lock()
        self._buckets: dict[str, tuple[float, float]] = {}

    def allow(self, key: str) -> bool:
        """Count one use; False when the key has none left now."""
        with self._lock:
            moment = self._clock()
            tokens, since = self._buckets.pop(key, (float(self._per_minute), moment))
            tokens = min(self._per_minute, tokens + (moment - since) * self._per_minute / 60)
            allowed = tokens >= 1
            # Put back at the end: the first key is always the one unused for longest.
            self._buckets[key] = (tokens - allowed, moment)
            if len(self._buckets) > MAX_KEYS:
                del self._buckets[next(iter(self._buckets))]
        return allowed
