"""The token buckets that limit how often somebody may do something."""

import threading

from bot.base import limits
from bot.base.limits import Limiter


class Clock:
    def __init__(self) -> None:
        self.moment = 0.0

    def __call__(self) -> float:
        return self.moment


def allowed(limiter: Limiter, key: str, times: int) -> int:
    return sum(limiter.allow(key) for _ in range(times))


def test_so_many_at_once_and_as_many_a_minute_after_that() -> None:
    clock = Clock()
    limiter = Limiter(6, clock)
    assert allowed(limiter, "kim", 10) == 6
    clock.moment += limiter.retry_after
    assert allowed(limiter, "kim", 10) == 1
    clock.moment += 60
    assert allowed(limiter, "kim", 10) == 6
    clock.moment += 6000
    assert allowed(limiter, "kim", 10) == 6


def test_keys_are_counted_apart() -> None:
    limiter = Limiter(1, Clock())
    assert limiter.allow("kim")
    assert limiter.allow("lee")
    assert not limiter.allow("kim")


def test_who_waited_as_told_is_allowed() -> None:
    for per_minute in (1, 7, 59, 61, 1000):
        clock = Clock()
        limiter = Limiter(per_minute, clock)
        assert allowed(limiter, "kim", per_minute + 1) == per_minute
        clock.moment += limiter.retry_after
        assert limiter.allow("kim")


def test_strangers_can_not_fill_the_memory(monkeypatch) -> None:
    monkeypatch.setattr(limits, "MAX_KEYS", 3)
    limiter = Limiter(1, Clock())
    for key in ("a", "b", "c"):
        assert limiter.allow(key)
    assert not limiter.allow("a")
    assert limiter.allow("d")
    # b was unused for longest and is forgotten; a is still remembered.
    assert limiter.allow("b")
    assert not limiter.allow("a")


def test_threads_share_the_count() -> None:
    limiter = Limiter(50, Clock())
    counts: list[int] = []
    threads = [threading.Thread(target=lambda: counts.append(allowed(limiter, "kim", 20))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(counts) == 50
