"""Questions as they come in from an address, a form or a command line: every value checked, and refused in words."""

from datetime import date, datetime, timedelta
from typing import Callable, Iterable, Mapping, Optional, Sequence
from zoneinfo import ZoneInfo

from bot.base.clock import now
from bot.metrics.queries.asked import Asked, Period
from bot.metrics.queries.dimensions import DIMENSIONS, TIMES
from bot.metrics.registry import BY_KEY

DEFAULT_DAYS = 28
# As far as a period may reach: more than this is a slip of the pen.
_LONGEST_DAYS = 3660
_LONGEST_VALUE = 200
_MOST_VALUES = 50

# Values by name, as an address has them: a name may come several times.
Given = Mapping[str, Sequence[str]]
FILTERS = tuple(key for key in DIMENSIONS if key not in TIMES)


class Unanswerable(Exception):
    """The question can't be read; the message says what to write instead."""


def today(time_zone: str) -> date:
    """The day it is now where the reports are read."""
    return now().astimezone(ZoneInfo(time_zone)).date()


def asked(given: Given, time_zone: str, as_of: Optional[datetime] = None) -> Asked:
    """The question of an address: `period` (see PRESETS), or `from` with `to` (the day after the last one) or `until`
    (the last day); `by`; and dimensions by name, each as often as it has values.

    Raises:
        Unanswerable
    """
    period = read_period(given, today(time_zone))
    return Asked(period, read_filters(given), read_by(_one(given, "by")), as_of or now())


def read_period(given: Given, this_day: date) -> Period:
    """The period asked for, the last 28 days with today by default.

    Raises:
        Unanswerable
    """
    preset = _one(given, "period")
    if preset:
        return _preset(preset, this_day)
    until = _day(_one(given, "until"))
    end = _day(_one(given, "to")) or (until + timedelta(days=1) if until else this_day + timedelta(days=1))
    start = _day(_one(given, "from")) or end - timedelta(days=DEFAULT_DAYS)
    if start >= end:
        raise Unanswerable(f"The period ends ({end}) before it starts ({start}). Choose a later end.")
    if (end - start).days > _LONGEST_DAYS:
        raise Unanswerable("A period may be ten years long at the most. Choose a later start.")
    return Period(start, end)


def read_filters(given: Given) -> dict[str, tuple[str, ...]]:
    """The wanted values by dimension; an empty value stands for what has none."""
    return {key: _values(key, given[key]) for key in FILTERS if given.get(key)}


def read_by(by: Optional[str]) -> Optional[str]:
    if not by:
        return None
    if by not in DIMENSIONS:
        raise Unanswerable(f'There is no dimension "{by[:50]}". There are {", ".join(DIMENSIONS)}.')
    return by


def read_keys(keys: Iterable[str]) -> Optional[list[str]]:
    """The metrics named, None for all of them."""
    found = [key for written in keys for key in written.split(",") if key]
    for key in found:
        if key not in BY_KEY:
            raise Unanswerable(f'There is no metric "{key[:50]}". GET /api/metrics/definitions lists all.')
    return found or None


def _one(given: Given, name: str) -> Optional[str]:
    values = given.get(name) or ()
    return values[-1].strip() if values else None


def _values(key: str, written: Sequence[str]) -> tuple[str, ...]:
    if len(written) > _MOST_VALUES or any(len(value) > _LONGEST_VALUE for value in written):
        raise Unanswerable(f"That is too much to filter {DIMENSIONS[key].name} by.")
    return tuple(dict.fromkeys(written))


def _day(written: Optional[str]) -> Optional[date]:
    if not written:
        return None
    try:
        found = date.fromisoformat(written)
    except ValueError:
        found = date.min
    if not 1970 <= found.year <= 9000:
        raise Unanswerable(f'"{written[:20]}" is not a date. Write year, month and day, for example 2025-03-31.')
    return found


def _last(days: int) -> Callable[[date], Period]:
    return lambda day: Period(day - timedelta(days=days - 1), day + timedelta(days=1))


def _this_month(day: date) -> Period:
    return Period(day.replace(day=1), day + timedelta(days=1))


def _last_month(day: date) -> Period:
    end = day.replace(day=1)
    return Period((end - timedelta(days=1)).replace(day=1), end)


PRESETS: Mapping[str, Callable[[date], Period]] = {
    "7d": _last(7), "28d": _last(28), "90d": _last(90), "365d": _last(365),
    "this_month": _this_month, "last_month": _last_month,
}  # fmt: skip


def _preset(name: str, day: date) -> Period:
    if name not in PRESETS:
        raise Unanswerable(f'There is no period "{name[:20]}". There are {", ".join(PRESETS)}.')
    return PRESETS[name](day)
