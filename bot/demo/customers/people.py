"""The customers of the demo: when they come, from where, and what they are like."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from bot.demo.calendar import DAY, Calendar
from bot.demo.script import LANGUAGES, told
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
    arrived, campaign = _arrivals(rng, calendar, count)
    invited = rng.random(count) < told("year")["referrals"]
    source = np.where(campaign >= 0, CAMPAIGN, np.where(invited, REFERRAL, DIRECT))
    stay = rng.choice(len(_STAYS), count, p=_STAYING)
    # Who was sent by a friend stays longer, who came with a campaign does not.
    leaves = arrived + rng.exponential(_STAYS[stay]) * np.array([1.0, 0.8, 1.6])[source] * DAY
    shops = rng.gamma(1.6, 0.6, count) * (rng.random(count) < np.array([0.74, 0.66, 0.85])[source])
    member, joined, left = _club(rng, arrived, stay, source)
    return People(
        arrived=arrived,
        leaves=leaves,
        **_spoken(rng, count),
        second=(rng.random(count) < 0.05) & (shops > 0.3) & (stay > 0),
        source=source,
        campaign=campaign,
        referrer=np.where(source == REFERRAL, (rng.random(count) * np.arange(count)).astype(np.int64), -1),
        store=_stores(rng, count, stores),
        keenness=rng.gamma(2.0, 0.5, count),
        shops=shops,
        guest=~member & (rng.random(count) < 0.45),
        joined_club=joined,
        left_club=left,
        given=rng.integers(0, 1 << 30, count),
        family=rng.integers(0, 1 << 30, count),
    )


def _club(rng: np.random.Generator, arrived: Array, stay: Array, source: Array) -> tuple[Array, Array, Array]:
    """Who joins the club, when they do, and when they leave it."""
    count = len(arrived)
    member = rng.random(count) < np.array([0.05, 0.36, 0.62])[stay] * np.array([1.0, 0.8, 1.25])[source]
    joined = np.where(member, arrived + rng.exponential(18 * DAY, count), np.inf)
    leaves = rng.random(count) < 0.06
    return member, joined, np.where(leaves, joined + rng.exponential(120 * DAY, count), np.inf)


def _spoken(rng: np.random.Generator, count: int) -> dict[str, Array]:
    """The language of each, and the channel, which depends on it."""
    declared = told("people")
    language = (rng.random(count) < declared["korean_share"]).astype(np.int64)
    on_telegram = np.array([declared["telegram_share"][spoken] for spoken in LANGUAGES])[language]
    return dict(language=language, channel=(rng.random(count) < on_telegram).astype(np.int64))


def _arrivals(rng: np.random.Generator, calendar: Calendar, count: int) -> tuple[Array, Array]:
    """When customers come, in that order, and the campaign that brought each of them (-1 for none)."""
    campaigns: list[dict[str, Any]] = told("year")["campaigns"]
    base = (calendar.busy * calendar.growth)[: calendar.days]
    extra = [base * c["arrivals"] * calendar.between(c["ago"], c["days"])[: calendar.days] for c in campaigns]
    weights = np.stack([base, *extra])
    places = rng.choice(weights.size, count, p=weights.ravel() / weights.sum())
    at = np.minimum(calendar.clock(rng, places % calendar.days), calendar.end - 60)
    order = np.argsort(at, kind="stable")
    return at[order], places[order] // calendar.days - 1


def _stores(rng: np.random.Generator, count: int, stores: int) -> Array:
    """The place of each customer's own store; -1 where there are no stores."""
    if not stores:
        return np.full(count, -1)
    shares = np.array([store_traits(n)["share"] for n in range(stores)])
    return rng.choice(stores, count, p=shares / shares.sum())


def store_traits(place: int) -> dict[str, Any]:
    declared: list[dict[str, Any]] = told("year")["stores"]
    return declared[place] if place < len(declared) else declared[0]
