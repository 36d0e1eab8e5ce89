"""Which conversations count in a period, and in which group: those whose conversation_started lies in it."""

from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from enum import Enum
from typing import Any, Optional

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles

from bot.store.schema import touchpoints
from bot.store.touchpoints import TRIAL_CHANNEL, Kind

ALL = "all"


class By(str, Enum):
    """What a report can be divided by."""

    CHANNEL = "channel"
    DAY = "day"
    LANGUAGE = "language"


@dataclass(frozen=True)
class Period:
    """From `start` up to, not including, `end`; both aware.

    Raises:
        ValueError: a time has no time zone, or the period ends before it starts.
    """

    start: datetime
    end: datetime

    def __post_init__(self) -> None:
        if self.start.utcoffset() is None or self.end.utcoffset() is None:
            raise ValueError("A period needs times with a time zone.")
        if self.start >= self.end:
            raise ValueError("A period must end after it starts.")

    def days(self) -> list[str]:
        """The days in UTC that the period touches, as YYYY-MM-DD."""
        first = self.start.astimezone(timezone.utc).date()
        last = (self.end - timedelta.resolution).astimezone(timezone.utc).date()
        return [str(first + timedelta(days=number)) for number in range((last - first).days + 1)]


class _UtcDay(sa.sql.functions.FunctionElement):  # type: ignore[misc]
    """The day of a time in UTC, as YYYY-MM-DD."""

    type = sa.Text()
    inherit_cache = True


def _sqlite_day(element: Any, compiler: Any, **options: Any) -> str:
    return f"date({compiler.process(element.clauses, **options)})"


def _postgresql_day(element: Any, compiler: Any, **options: Any) -> str:
    # Without a zone of its own it would be the day where the session is.
    return f"to_char(timezone('UTC', {compiler.process(element.clauses, **options)}), 'YYYY-MM-DD')"


# Called, not used as decorators: they have no types.
compiles(_UtcDay, "sqlite")(_sqlite_day)
compiles(_UtcDay, "postgresql")(_postgresql_day)

_GROUPS = {
    None: sa.literal(ALL, sa.Text),
    By.CHANNEL: touchpoints.c.channel,
    By.DAY: _UtcDay(touchpoints.c.at),
    By.LANGUAGE: touchpoints.c.language,
}


def cohort(period: Period, by: Optional[By]) -> Any:
    """A query of the customers' conversations that began in the period: (conversation_id, group)."""
    return (
        sa.select(touchpoints.c.conversation_id, _GROUPS[by].label("group"))
        .where(touchpoints.c.kind == Kind.CONVERSATION_STARTED.label, touchpoints.c.channel != TRIAL_CHANNEL)
        .where(touchpoints.c.at >= period.start, touchpoints.c.at < period.end)
        .cte("cohort")
    )


def expected_groups(period: Period, by: Optional[By]) -> list[str]:
    """Groups that a report shows even when no conversation falls into them."""
    return {None: [ALL], By.DAY: period.days()}.get(by, [])
