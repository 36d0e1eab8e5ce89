"""SIGKILL: processes die at random moments, with no chance to tidy up, and are started again."""

import random
import time
from typing import Callable

from tests.soak.outcome import Outcome, examine
from tests.soak.site import Crowd, Site
from tests.waiting import until

# Each may have a reply on its way when the process dies, whose delivery was not noted: better twice than never.
CHATS_ON_TELEGRAM = 5


def kill(site: Site, times: int, show: Callable[[int], object] = lambda done: None) -> Outcome:
    """Kill a process `times` times while ten customers write; any of them where there are several."""
    chosen = random.Random(11)
    with Crowd(site, web=5, telegram=CHATS_ON_TELEGRAM, pause_seconds=3):
        for number in range(times):
            _wait_for_answers(site, 4)
            time.sleep(chosen.uniform(0, 0.5))
            _kill_one(site, number, chosen)
            show(number + 1)
    return examine(site, "SIGKILL", times)


def _kill_one(site: Site, number: int, chosen: random.Random) -> None:
    """One of several; each third time, and where there is only one, all of them."""
    serving = site.processes()
    if len(serving) == 1 or number % 3 == 2:
        site.kill_all()
    else:
        site.kill(chosen.choice(serving))


def _wait_for_answers(site: Site, more: int) -> None:
    """Until that many more messages are handled, or none waits."""

    def handled() -> int:
        return int(site.rows("SELECT count(*) FROM messages WHERE state = 'handled'")[0][0])

    reached = handled() + more
    until(lambda: handled() >= reached or site.waiting() == 0, 120)
