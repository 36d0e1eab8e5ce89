"""The shop's orders: numbers, totals, stores, and how each of them goes on its way."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from bot.demo.calendar import DAY, Calendar
from bot.demo.customers.contacts import Moments
from bot.demo.customers.people import REFERRAL, People, store_traits
from bot.demo.script import LANGUAGES, Script, told
from bot.demo.words import Array, Words

_FIRST_NUMBER = 300_001
_SHARE_IN_STORES = 0.27
# Days after the order on which it usually gets so far.
_STEPS = (("received", 0.0), ("preparing", 0.25), ("shipped", 1.3), ("out_for_delivery", 3.6), ("delivered", 4.2))


@dataclass
class Orders:
    """A row an order. Text columns are words; `total` is in cents; `store` is -1 online, `slow` a factor of its way."""

    who: Array
    at: Array
    number: Array
    email: Array
    store: Array
    total: Array
    items: Array
    guest: Array
    referral: Array
    carrier: Array
    slow: Array
    fate: Array
    words: Words

    def __len__(self) -> int:
        return len(self.who)

    def until(self, at: float) -> "Orders":
        """The orders up to that time."""
        count = int(np.searchsorted(self.at, at, side="right"))
        arrays: dict[str, Any] = {
            name: value[:count] for name, value in vars(self).items() if isinstance(value, np.ndarray)
        }
        return replace(self, **arrays)

    def status_at(self, order: Array, at: Array) -> Array:
        """The status at that time, as a word."""
        days = (at - self.at[order]) / DAY / self.slow[order]
        steps = np.searchsorted([begins for _, begins in _STEPS], np.maximum(days, 0), side="right") - 1
        status = self.words.codes(name for name, _ in _STEPS)[steps]
        inside = np.where(days < 0.2, self.words.code("ready_for_pickup"), self.words.code("delivered"))
        status = np.where(self.store[order] >= 0, inside, status)
        return np.where((self.fate[order] > 0) & (days > 6), self.fate[order], status)

    def told(self, scene: Any, who: Array, order: Array, status: Array) -> Array:
        """What the assistant says of each order."""
        texts = self.words.texts()
        begins = [scene.script.readings("utter_order_status", spoken)[0] for spoken in LANGUAGES]
        goes_on = {
            code: [scene.script.readings(f"utter_order_{texts[code]}", spoken)[0] for spoken in LANGUAGES]
            for code in np.unique(status).tolist()
        }
        rows = zip(texts[self.number[order]], status.tolist(), scene.chats.language[who].tolist(), strict=True)
        said = (f"{begins[spoken]}\n{goes_on[code][spoken]}".replace("{number}", n) for n, code, spoken in rows)
        return self.words.codes(said)


def make_orders(
    rng: np.random.Generator, calendar: Calendar, people: People, bought: Moments, emails: Array, script: Script,
    stores: int,
) -> Orders:  # fmt: skip
    """`emails` has the address of each of the people, as a word."""
    who, at, count, words = bought.who, bought.at, len(bought.who), script.words
    member = (people.joined_club[who] <= at) & (people.left_club[who] > at)
    items = 1 + rng.poisson(0.9 + 0.5 * member, count)
    store = _stores(rng, people.store[who], stores)
    carriers = words.codes(told("people")["carriers"])
    return Orders(
        who=who,
        at=at,
        number=words.codes(f"{script.order_prefix}{_FIRST_NUMBER + n}" for n in range(count)),
        email=emails[who],
        store=store,
        total=np.round(_prices(rng, member, calendar.busy[calendar.day(at)]) * items).astype(np.int64),
        items=items,
        guest=people.guest[who] & (rng.random(count) < 0.9) & ~member,
        referral=_referrals(rng, people, who, words),
        carrier=np.where(store >= 0, 0, rng.choice(carriers, count)),
        slow=rng.lognormal(0.0, 0.25, count) * (1 + _strike(calendar)[calendar.day(at)]),
        fate=rng.choice([0, words.code("returned"), words.code("cancelled")], count, p=[0.89, 0.075, 0.035]),
        words=words,
    )


def _prices(rng: np.random.Generator, member: Array, busy: Array) -> Array:
    """Of a piece, in cents: members buy dearer things, and so does everybody in the season."""
    return np.asarray(rng.lognormal(np.log(3150), 0.75, len(member)) * np.where(member, 1.12, 1.0) * busy**0.4)


def _stores(rng: np.random.Generator, own: Array, stores: int) -> Array:
    """The store of each order, -1 online: customers go to their own store, and rather not to a bad one."""
    liked = np.array([1 + store_traits(n)["solved"] for n in range(stores)] or [0.0])[own]
    return np.where((own >= 0) & (rng.random(len(own)) < _SHARE_IN_STORES * liked), own, -1)


def _referrals(rng: np.random.Generator, people: People, who: Array, words: Words) -> Array:
    """Friends name the code with their first order."""
    first = np.zeros(len(who), bool)
    first[np.unique(who, return_index=True)[1]] = True
    names = first & (people.source[who] == REFERRAL) & (rng.random(len(who)) < 0.8)
    return np.where(names, referral_codes(words, people.referrer[who]), 0)


def referral_codes(words: Words, referrer: Array) -> Array:
    """The code that a customer gives to friends; 0 for nobody's."""
    return np.where(referrer < 0, 0, words.codes(f"F{n:05d}" if n >= 0 else None for n in referrer.tolist()))


def _strike(calendar: Calendar) -> Array:
    slow = np.zeros(len(calendar.dates))
    for event in told("year")["events"]:
        if "lost_parcel" in event["topics"]:
            slow += 1.4 * calendar.between(event["ago"] + 3, event["days"] + 3)
    return slow
