"""SIGKILL: processes die at random moments, with no chance to tidy up, and are started again."""

import random
import time
from typing import Callable

from tests.soak.outcome import Outcome, examine
from tests.soak.site import Crowd, Site
from tests.waiting import until


def kill(site: Site, times: int, show: Callable[[int], object] = lambda done: None) -> Outcome:
    """Kill a process `times` times while ten customers write; another one each time where there are several."""
    chosen = random.Random(11)
    with Crowd(site, web=5, telegram=5, messages=3 + times, pause_seconds=1.5):
        for number in range(times):
            product = site.products[number % len(site.products)]
            _wait_for_answers(site, 4)
            time.sleep(chosen.uniform(0, 0.5))
            product.kill()
            product.start(wait_until_ready=len(site.products) > 1)
            show(number + 1)
    return examine(site, "SIGKILL", times)


def _wait_for_answers(site: Site, more: int) -> None:
    """Until that many more messages are handled, or none waits."""

    def handled() -> int:
        return int(site.rows("SELECT count(*) FROM messages WHERE state = 'handled'")[0][0])

    reached = handled() + more
    until(lambda: handled() >= reached or site.waiting() == 0, 120)
