"""When customers write to us and when they buy: more in season, less as time goes by, soon again after a bad answer."""

from dataclasses import dataclass

import numpy as np

from bot.demo.calendar import DAY, Calendar
from bot.demo.customers.people import People
from bot.demo.words import Array

# Per day, for a customer of average keenness.
_WRITES = 1 / 40
_BUYS = 1 / 62


@dataclass
class Moments:
    """A row for each time something happens: who (a place in People) and when."""

    who: Array
    at: Array

    def sorted(self) -> "Moments":
        order = np.argsort(self.at, kind="stable")
        return Moments(self.who[order], self.at[order])


def contacts(rng: np.random.Generator, calendar: Calendar, people: People, bought: Moments) -> Moments:
    """The first contact of most customers, later ones, and those that an order brings about."""
    first = np.flatnonzero(rng.random(len(people)) < 0.86)
    later = moments(rng, calendar, people, people.keenness * _WRITES)
    asks = rng.random(len(bought.who)) < 0.34
    after = bought.at[asks] + rng.gamma(2.0, 1.9, int(asks.sum())) * DAY
    after = calendar.clock(rng, calendar.day(np.minimum(after, calendar.end + DAY)))
    who = np.concatenate([first, later.who, bought.who[asks]])
    at = np.concatenate([people.arrived[first], later.at, np.maximum(after, bought.at[asks] + 900)])
    return Moments(who[at < calendar.end], at[at < calendar.end]).sorted()


def purchases(rng: np.random.Generator, calendar: Calendar, people: People) -> Moments:
    """Most who buy do so for the first time soon after they came; members buy more often."""
    buyers = np.flatnonzero((people.shops > 0) & (rng.random(len(people)) < 0.72))
    soon = people.arrived[buyers] + rng.exponential(2.2 * DAY, len(buyers))
    member = np.isfinite(people.joined_club)
    later = moments(rng, calendar, people, people.shops * _BUYS * np.where(member, 1.8, 1.0))
    who, at = np.concatenate([buyers, later.who]), np.concatenate([soon, later.at])
    return Moments(who[at < calendar.end], at[at < calendar.end]).sorted()


def again(rng: np.random.Generator, first: Moments, chance: Array) -> tuple[Moments, Array]:
    """Second contacts about the same matter, hours later; and which contact each of them repeats."""
    which = np.flatnonzero(rng.random(len(first.who)) < chance)
    hours = rng.lognormal(np.log(11), 1.1, len(which))
    return Moments(first.who[which], first.at[which] + (hours + 1.6) * 3600), which


def moments(rng: np.random.Generator, calendar: Calendar, people: People, rate: Array) -> Moments:
    """Moments within each customer's stay, `rate` of them a day, more of them on busy days."""
    until = np.minimum(people.leaves, calendar.end)
    most = float(calendar.busy.max())
    counts = rng.poisson(np.maximum(until - people.arrived, 0) / DAY * rate * most)
    who = np.repeat(np.arange(len(people)), counts)
    at = people.arrived[who] + rng.random(len(who)) * (until - people.arrived)[who]
    day = calendar.day(at)
    kept = rng.random(len(who)) < calendar.busy[day] / most
    again_at = calendar.clock(rng, day[kept])
    in_stay = again_at > people.arrived[who[kept]] + 600
    return Moments(who[kept][in_stay], again_at[in_stay])
