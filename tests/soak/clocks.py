"""The machine's clock is set back while customers write and a reply waits for its next attempt."""

import time
from pathlib import Path

from tests.soak.outcome import Outcome, examine
from tests.soak.site import Crowd, Site


def set_back(site: Site, file: Path, seconds: float) -> Outcome:
    """`file` is what the product's clock is off by (shifted.py)."""
    began = time.monotonic()
    site.telegram.fail("sendMessage", 500, times=2)
    with Crowd(site, web=3, telegram=3, messages=4, pause_seconds=0.3):
        time.sleep(1)
        file.write_text(str(-seconds))
    took = time.monotonic() - began
    return examine(site, f"Clock set back by {seconds:g} s", 1, f"all answered and delivered within {took:.1f} s")
