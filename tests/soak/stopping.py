"""SIGTERM while busy, and a process that hangs."""

import time

from tests.soak.outcome import Outcome, examine
from tests.soak.site import Crowd, Site

# What Docker waits before it kills.
TIME_TO_STOP_SECONDS = 10.0
CHATS_ON_TELEGRAM = 3


def terminate(site: Site, times: int = 1) -> Outcome:
    """Asked to stop while fifty messages wait; the next start goes on with them."""
    slowest = 0.0
    for _ in range(times):
        with Crowd(site, web=5, telegram=5, messages=5, pause_seconds=0) as crowd:
            for customer in crowd.web:
                customer.join(5)
            began = time.monotonic()
            site.product.stop()
            slowest = max(slowest, time.monotonic() - began)
            site.product.start(wait_until_ready=False)
    assert slowest <= TIME_TO_STOP_SECONDS, f"it took {slowest:.1f} s to stop"
    return examine(site, "SIGTERM while busy", times, f"ended within {slowest:.1f} s")


def freeze(site: Site, times: int = 1, seconds: float = 15) -> Outcome:
    """One of two processes hangs with work in its hands; the other goes on, and does it when the first comes back."""
    for number in range(times):
        with Crowd(site, web=5, telegram=CHATS_ON_TELEGRAM, messages=5, pause_seconds=0.3):
            time.sleep(0.5)
            site.freeze(site.processes()[number % 2], seconds)
    return examine(site, f"A process hangs for {seconds:g} s", times)
