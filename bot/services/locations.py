"""Stores: which one is near a place, and whether it is open."""

import re
from dataclasses import dataclass
from datetime import datetime, time
from itertools import takewhile
from typing import Optional
from zoneinfo import ZoneInfo

from bot.store.base.database import Database
from bot.store.shop import locations
from bot.store.shop.locations import Location
from bot.store.turns.work import Work

# So many first characters of a postcode make a neighbourhood.
_NEIGHBOURS = 2


@dataclass(frozen=True)
class Today:
    """The opening hours of a day, "HH:MM" in the store's own time; `is_open` is for the moment asked about."""

    opens: str
    closes: str
    is_open: bool


def every(database: Database) -> list[Location]:
    with database.read() as tx:
        return locations.every(tx)


def near(stores: list[Location], place: str) -> list[Location]:
    """The stores in or at the place, a city, a street, a store's name or a postcode; none when nothing fits."""
    wanted = place.casefold().strip()
    named = [s for s in stores if any(_fits(wanted, known) for known in (*s.names, s.city, s.address))]
    return named or _by_postcode(stores, wanted)


def named(stores: list[Location], text: str) -> list[Location]:
    """The stores that the text calls by a name."""
    return [store for store in stores if any(_calls(text, name) for name in store.names)]


def _calls(text: str, name: str) -> bool:
    # Korean particles follow a name without a space, and compounds precede none.
    return re.search(rf"(?<!\w){re.escape(name)}(?![A-Za-z0-9_])", text, re.IGNORECASE) is not None


def concerns(work: Work, stores: list[Location]) -> None:
    """The conversation is about the store from now on, where it is a single one."""
    if len(stores) == 1:
        work.change(location=stores[0].code)


def _fits(wanted: str, known: str) -> bool:
    known = known.casefold()
    return known in wanted or (len(wanted) > _NEIGHBOURS and wanted in known)


def _by_postcode(stores: list[Location], wanted: str) -> list[Location]:
    shared = {s.code: _shared(_plain(s.postcode), _plain(wanted)) for s in stores}
    most = max(shared.values(), default=0)
    return [s for s in stores if shared[s.code] == most] if most >= _NEIGHBOURS else []


def _shared(one: str, other: str) -> int:
    """With how many same characters both begin."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _plain(postcode: str) -> str:
    return "".join(postcode.casefold().split())


def today(store: Location, moment: datetime) -> Optional[Today]:
    """The hours of the day it is at the store; None when it is closed all day."""
    there = moment.astimezone(ZoneInfo(store.time_zone))
    hours = store.hours[there.weekday()]
    if hours is None:
        return None
    opens, closes = hours
    return Today(opens, closes, time.fromisoformat(opens) <= there.time() < time.fromisoformat(closes))
