"""What data/journey.yml and data/office_hours.yml declare, read here once more."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from functools import cache
from typing import Any, Optional
from zoneinfo import ZoneInfo

import yaml

from bot.base.paths import DATA

DAY = timedelta(days=1)
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def _read(name: str) -> Any:
    return yaml.safe_load((DATA / name).read_text(encoding="utf-8"))


JOURNEY = _read("journey.yml")
STAGES: list[str] = JOURNEY["stages"]
BY_CUSTOMER = {name for name, kind in JOURNEY["kinds"].items() if kind["by"] == "customer"}
CONTACTS = {name for name, kind in JOURNEY["kinds"].items() if kind.get("contact")}


def step(lens: str, kind: str, stage: Optional[str]) -> Optional[str]:
    """The step of the lens that names the kind, else the one that names the stage."""
    steps = JOURNEY["lenses"][lens]
    for name, declared in steps.items():
        if kind in declared.get("kinds", []):
            return str(name)
    return next((str(name) for name, declared in steps.items() if stage in declared.get("stages", [])), None)


@dataclass(frozen=True)
class Clock:
    """The reporting zone: its days, and the support team's hours on them."""

    zone: ZoneInfo

    def local(self, at: datetime) -> datetime:
        return at.astimezone(self.zone)

    def day(self, at: datetime) -> date:
        return at.astimezone(self.zone).date()

    def begins(self, day: date) -> datetime:
        """The day's first moment, in UTC."""
        return datetime.combine(day, time(), self.zone).astimezone(timezone.utc)

    def within(self, at: datetime) -> str:
        """Does the support team work then?"""
        opening = _opening(self.zone, self.day(at))
        return "within" if opening and opening[0] <= at < opening[1] else "outside"

    def parts(self, start: datetime, end: datetime) -> list[tuple[date, timedelta]]:
        """How much of the stretch falls on each day."""
        found, day = [], self.day(start)
        while start < end and self.begins(day) < end:
            found.append((day, min(end, self.begins(day + DAY)) - max(start, self.begins(day))))
            day += DAY
        return found

    def office(self, start: datetime, end: datetime) -> timedelta:
        """How much of the stretch falls into office hours."""
        worked, day = timedelta(), self.day(start)
        while day <= self.day(end):
            opening = _opening(self.zone, day)
            if opening:
                worked += max(timedelta(), min(end, opening[1]) - max(start, opening[0]))
            day += DAY
        return worked


@cache
def _opening(zone: ZoneInfo, day: date) -> Optional[tuple[datetime, datetime]]:
    declared = _read_hours()
    span = declared["hours"].get(_WEEKDAYS[day.weekday()])
    if span is None or day in (declared.get("holidays") or []):
        return None
    opens, closes = (_moment(zone, day, text) for text in span)
    return opens, closes


@cache
def _read_hours() -> Any:
    return _read("office_hours.yml")


def _moment(zone: ZoneInfo, day: date, text: str) -> datetime:
    day, text = (day + DAY, "00:00") if text == "24:00" else (day, text)
    return datetime.combine(day, time.fromisoformat(text), zone).astimezone(timezone.utc)


def whole(duration: timedelta) -> int:
    """Whole seconds: what is begun does not count."""
    return duration // timedelta(seconds=1)
