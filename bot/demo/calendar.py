"""The days of the demo's year in the reporting time zone, and how busy each of them is.

The last day is made up whole, and written down only as far as it has come: so the year is the same all day long.

Times are seconds since 1970 in UTC, as floats; a day is its place in the period, the last one is today.
"""

from datetime import date, datetime, time, timedelta
from typing import Any, Mapping
from zoneinfo import ZoneInfo

import numpy as np

from bot.demo.words import Array

DAY = 86_400.0


class Calendar:
    def __init__(self, days: int, now: datetime, time_zone: str, year: Mapping[str, Any]) -> None:
        zone = ZoneInfo(time_zone)
        self.days = days
        self.now = now.timestamp()
        today = now.astimezone(zone).date()
        self.dates = [today - timedelta(days=days - 1 - n) for n in range(days + 2)]
        self._midnights = np.array([_midnight(day, zone) for day in self.dates])
        self.start, self.end = float(self._midnights[0]), float(self._midnights[days])
        self.busy = _weekdays(self.dates, year) * _months(self.dates, year)
        self.growth = _growth(len(self.dates), year["growth"])
        hours = np.array(year["hours"], dtype=float)
        self._hours = np.cumsum(hours / hours.sum())

    def day(self, at: Array) -> Array:
        """The day that each time falls on."""
        return np.clip(np.searchsorted(self._midnights, at, side="right") - 1, 0, len(self.dates) - 1)

    def ago(self, days: float) -> int:
        """The day so many days ago; before the first one it is negative."""
        return int(self.days - 1 - days)

    def at(self, day: Array, seconds: Array) -> Array:
        return np.asarray(self._midnights[day] + seconds)

    def clock(self, rng: np.random.Generator, day: Array) -> Array:
        """A time on each day, by the rhythm of its hours."""
        hour = np.searchsorted(self._hours, rng.random(len(day)), side="right")
        return self.at(day, (np.minimum(hour, 23) + rng.random(len(day))) * 3600)

    def between(self, ago: float, days: float) -> Array:
        """For each day whether it is one of the `days` from `ago` on."""
        numbers = np.arange(len(self.dates))
        return (numbers >= self.ago(ago)) & (numbers < self.ago(ago) + days)


def _midnight(day: date, zone: ZoneInfo) -> float:
    return datetime.combine(day, time(), zone).timestamp()


def _growth(days: int, growth: Mapping[str, float]) -> Array:
    """More customers day by day; at first also those who have been customers for long, and find the chat now."""
    found = growth["known_before"] * np.exp(-np.arange(days) / growth["find_it_in"])
    return np.asarray(np.linspace(growth["first_day"], growth["last_day"], days) + found)


def _weekdays(dates: list[date], year: Mapping[str, Any]) -> Array:
    return np.array([year["weekdays"][day.weekday()] for day in dates])


def _months(dates: list[date], year: Mapping[str, Any]) -> Array:
    """The factor of the month, which is that of its middle; in between it changes gradually."""
    factors = [year["months"][-1], *year["months"], year["months"][0]]
    middles = np.arange(-1, 13) * 30.44 + 15
    return np.interp([day.timetuple().tm_yday for day in dates], middles, factors)
