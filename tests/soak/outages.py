"""The database goes away under load, and comes back."""

import time

from tests.soak.outcome import Outcome, examine
from tests.soak.postgres import Postgres
from tests.soak.site import Crowd, Site


def restart(site: Site, server: Postgres, times: int, away_seconds: float = 1) -> Outcome:
    """PostgreSQL is stopped as in a crash and started again, `times` times, while ten customers write."""
    refused = site.refused
    with Crowd(site, web=5, telegram=5, messages=2 + 2 * times, pause_seconds=0.5):
        for _ in range(times):
            time.sleep(1)
            server.stop_immediately()
            time.sleep(away_seconds)
            server.start()
    assert "The database can't be reached; start it" in site.log(), "the log does not say what to do"
    return examine(
        site, "PostgreSQL stopped at once and restarted", times, f"{site.refused - refused} requests refused"
    )
