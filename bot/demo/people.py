"""The customers of the demo: when they come, from where, and what they are like."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from bot.demo.calendar import DAY, Calendar
from bot.demo.script import told
from bot.demo.words import Array

WEB, TELEGRAM = 0, 1
DIRECT, CAMPAIGN, REFERRAL = 0, 1, 2
# How long customers stay, in days: who only looks, who stays a while, who stays.
_STAYS = np.array([1.5, 70.0, 420.0])
_STAYING = (0.4, 0.36, 0.24)


@dataclass
class People:
    """A row a customer. Times are seconds; `joined_club` is infinite for who never joins, `left_club` for who stays.

    `campaign` and `referrer` are -1 where there is none; `second` says that a customer writes on both channels.
    """

    arrived: Array
    leaves: Array
    language: Array
    channel: Array
    second: Array
    source: Array
    campaign: Array
    referrer: Array
    store: Array
    keenness: Array
    shops: Array
    guest: Array
    joined_club: Array
    left_club: Array
    given: Array
    family: Array

    def __len__(self) -> int:
        return len(self.arrived)


def make_people(rng: np.random.Generator, calendar: Calendar, count: int, stores: int) -> People:
    """Customers in the order they come."""
    day, campaign = _arrivals(rng, calendar, count)
    arrived = np.minimum(calendar.clock(rng, day), calendar.end - 60)
    order = np.argsort(arrived, kind="stable")
    arrived, campaign = arrived[order], campaign[order]
    source = np.where(
        campaign >= 0, CAMPAIGN, np.where(rng.random(count) < told("year")["referrals"], REFERRAL, DIRECT)
    )
    stay = rng.choice(len(_STAYS), count, p=_STAYING)
    # Who was sent by a friend stays longer, who came with a campaign does not.
    length = rng.exponential(_STAYS[stay]) * np.array([1.0, 0.8, 1.6])[source] * DAY
    keenness = rng.gamma(2.0, 0.5, count)
    shops = rng.gamma(1.6, 0.6, count) * (rng.random(count) < np.array([0.74, 0.66, 0.85])[source])
    member = rng.random(count) < np.array([0.05, 0.36, 0.62])[stay] * np.array([1.0, 0.8, 1.25])[source]
    joined = np.where(member, arrived + rng.exponential(18 * DAY, count), np.inf)
    left = np.where(rng.random(count) < 0.06, joined + rng.exponential(120 * DAY, count), np.inf)
    spoken = (rng.random(count) < told("people")["korean_share"]).astype(np.int64)
    return People(
        arrived=arrived,
        leaves=arrived + length,
        language=spoken,
        channel=(rng.random(count) < np.array(list(told("people")["telegram_share"].values()))[spoken]).astype(
            np.int64
        ),
        second=(rng.random(count) < 0.05) & (shops > 0.3) & (stay > 0),
        source=source,
        campaign=campaign,
        referrer=np.where(source == REFERRAL, (rng.random(count) * np.arange(count)).astype(np.int64), -1),
        store=_stores(rng, count, stores),
        keenness=keenness,
        shops=shops,
        guest=~member & (rng.random(count) < 0.45),
        joined_club=joined,
        left_club=left,
        given=rng.integers(0, 1 << 30, count),
        family=rng.integers(0, 1 << 30, count),
    )


def _arrivals(rng: np.random.Generator, calendar: Calendar, count: int) -> tuple[Array, Array]:
    """The day of each arrival, and the campaign that brought it (-1 for none)."""
    campaigns: list[dict[str, Any]] = told("year")["campaigns"]
    base = (calendar.busy * calendar.growth)[: calendar.days]
    extra = [base * c["arrivals"] * calendar.between(c["ago"], c["days"])[: calendar.days] for c in campaigns]
    weights = np.stack([base, *extra])
    places = rng.choice(weights.size, count, p=weights.ravel() / weights.sum())
    return places % calendar.days, places // calendar.days - 1


def _stores(rng: np.random.Generator, count: int, stores: int) -> Array:
    """The place of each customer's own store; -1 where there are no stores."""
    if not stores:
        return np.full(count, -1)
    shares = np.array([store_traits(n)["share"] for n in range(stores)])
    return rng.choice(stores, count, p=shares / shares.sum())


def store_traits(place: int) -> dict[str, Any]:
    declared: list[dict[str, Any]] = told("year")["stores"]
    return declared[place] if place < len(declared) else declared[0]
