"""When the support team works, from data/office_hours.yml, in the reporting time zone (TIME_ZONE)."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any, Mapping, Optional

import yaml

from bot.base.paths import DATA

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MIDNIGHT = time(0)


class OfficeHoursError(ValueError):
    """data/office_hours.yml can't be understood; the message says where."""


@dataclass(frozen=True)
class OfficeHours:
    """Opening and closing by weekday, 0 is Monday; a closing at 0:00 is the end of the day."""

    hours: Mapping[int, tuple[time, time]]
    holidays: frozenset[date]

    def on(self, day: date) -> Optional[tuple[datetime, datetime]]:
        """From when to when the team works on the day, on its own clock (without a zone); None when closed."""
        if day in self.holidays or day.weekday() not in self.hours:
            return None
        opens, closes = self.hours[day.weekday()]
        last = day + timedelta(days=1) if closes == _MIDNIGHT else day
        return datetime.combine(day, opens), datetime.combine(last, closes)


def load_office_hours(data: Path = DATA) -> OfficeHours:
    """
    Raises:
        OfficeHoursError: a weekday, a time or a holiday is not one.
    """
    declared = yaml.safe_load((data / "office_hours.yml").read_text(encoding="utf-8")) or {}
    hours = dict(_weekday(name, span) for name, span in (declared.get("hours") or {}).items())
    return OfficeHours(hours, frozenset(_holiday(day) for day in declared.get("holidays") or ()))


@lru_cache(maxsize=1)
def office_hours() -> OfficeHours:
    """The office hours of this checkout, read at the first call."""
    return load_office_hours()


def _weekday(name: str, span: Any) -> tuple[int, tuple[time, time]]:
    try:
        opens, closes = (time.fromisoformat("00:00" if end == "24:00" else end) for end in span)
        number = _WEEKDAYS.index(name)
    except (ValueError, TypeError):
        raise OfficeHoursError(f'data/office_hours.yml, {name}: write e.g. monday: ["09:00", "19:00"].') from None
    if closes <= opens and closes != _MIDNIGHT:
        raise OfficeHoursError(f"data/office_hours.yml, {name}: it closes before it opens.")
    return number, (opens, closes)


def _holiday(day: Any) -> date:
    if type(day) is not date:
        raise OfficeHoursError(f"data/office_hours.yml, holidays: {day} is not a date like 2026-12-25.")
    return day
