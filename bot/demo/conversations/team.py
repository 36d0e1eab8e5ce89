"""The support team of the demo: who has the console open when, and who takes a customer."""

from datetime import datetime
from zoneinfo import ZoneInfo

import numpy as np

from bot.base.office_hours import office_hours
from bot.demo.calendar import Calendar
from bot.demo.script import told
from bot.demo.words import Array

_LUNCH = (0.42, 0.58)


class Team:
    """`stretches` has a row for each time an agent had the console open: agent, from, until."""

    def __init__(self, rng: np.random.Generator, calendar: Calendar, time_zone: str) -> None:
        self._rng, self._calendar = rng, calendar
        self.agents = told("people")["agents"]
        self.skill = np.array([a["skill"] for a in self.agents])
        self.speed = np.array([float(a["speed"]) for a in self.agents])
        self.joined = np.array([max(calendar.ago(a["joined_ago"]), 0) for a in self.agents])
        self._korean = np.array([a.get("korean", False) for a in self.agents])
        # By agent, day and half of the shift: from when to when; NaN where they are away.
        self._spans = self._plan(ZoneInfo(time_zone))
        agent, day, half = np.nonzero(~np.isnan(self._spans[..., 0]))
        self.stretches = np.column_stack([agent, self._spans[agent, day, half]])
        self._starts = np.sort(self.stretches[:, 1])

    def take(self, at: Array, korean: Array) -> tuple[Array, Array]:
        """Which agent takes each customer who asks then, and when; -1 and NaN where nobody comes before the end."""
        agent, when = np.full(len(at), -1), at.astype(float).copy()
        waiting = np.arange(len(at))
        while len(waiting):
            agent[waiting] = self._present(when[waiting], korean[waiting])
            waiting = waiting[agent[waiting] < 0]
            following = np.searchsorted(self._starts, when[waiting], side="right")
            gone = following >= len(self._starts)
            when[waiting[gone]] = np.nan
            waiting, following = waiting[~gone], following[~gone]
            # Who waited for the doors to open is taken one after the other.
            when[waiting] = self._starts[following] + self._rng.gamma(1.4, 420, len(waiting))
        return agent, when

    def colleague(self, at: Array, agent: Array, korean: Array) -> Array:
        """Another agent who is there at that time; -1 where there is none."""
        found = self._present(at, korean)
        return np.where(found == agent, -1, found)

    def _present(self, at: Array, korean: Array) -> Array:
        """One of the agents who are there, for Korean rather one who speaks it; -1 where nobody is."""
        spans = self._spans[:, self._calendar.day(at)]
        there = ((spans[..., 0] <= at[None, :, None]) & (at[None, :, None] < spans[..., 1])).any(axis=2)
        suits = np.where(self._korean[:, None] == korean[None, :].astype(bool), 1.0, 0.12)
        lots = self._rng.random(there.shape) ** (1 / suits) * there
        return np.where(there.any(axis=0), lots.argmax(axis=0), -1)

    def _plan(self, zone: ZoneInfo) -> Array:
        dates = self._calendar.dates
        spans = np.full((len(self.agents), len(dates), 2, 2), np.nan)
        for place, day in enumerate(dates):
            hours = office_hours().on(day)
            if hours:
                opens, closes = (_seconds(each, zone) for each in hours)
                for n, agent in enumerate(self.agents):
                    if day.weekday() in agent["days"] and place >= self.joined[n] and self._rng.random() > 0.05:
                        spans[n, place] = self._shift(opens, closes - opens, agent["shift"])
        return spans

    def _shift(self, opens: float, length: float, shift: "list[float]") -> Array:
        """Both halves of a shift, with a break in between."""
        late, early = self._rng.gamma(2, 120), self._rng.gamma(2, 200)
        first, last = opens + shift[0] * length + late, opens + shift[1] * length - early
        pause = first + (last - first) * self._rng.uniform(*_LUNCH)
        return np.array([[first, pause], [pause + self._rng.uniform(1500, 2900), last]])


def _seconds(moment: datetime, zone: ZoneInfo) -> float:
    return moment.replace(tzinfo=zone).timestamp()
