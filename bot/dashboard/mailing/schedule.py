"""When a report is due: in the morning, each day, each Monday, or each first of the month."""

from datetime import date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

EVERY = ("day", "week", "month")
_MORNING = time(7)


def next_time(every: str, after: datetime, time_zone: str) -> datetime:
    """The first morning of that kind after the moment, in UTC. `every` is one of EVERY."""
    zone = ZoneInfo(time_zone)
    day = after.astimezone(zone).date()
    while not (_fits(every, day) and _at(day, zone) > after):
        day += timedelta(days=1)
    return _at(day, zone)


def _fits(every: str, day: date) -> bool:
    return every == "day" or (every == "week" and day.weekday() == 0) or (every == "month" and day.day == 1)


def _at(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, _MORNING, zone).astimezone(timezone.utc)
