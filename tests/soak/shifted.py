"""`python -m tests.soak.shifted run`: the product, whose one clock is off by the seconds in the file CLOCK_OFF_BY."""

import os
from datetime import datetime, timedelta, tzinfo
from pathlib import Path
from typing import Optional

from bot.base import clock


class _Clock(datetime):
    @classmethod
    def now(cls, tz: Optional[tzinfo] = None) -> datetime:  # type: ignore[override]
        return datetime.now(tz) + timedelta(seconds=float(Path(os.environ["CLOCK_OFF_BY"]).read_text()))


clock.datetime = _Clock  # type: ignore[misc]

if __name__ == "__main__":
    from bot.cli import main

    main()
