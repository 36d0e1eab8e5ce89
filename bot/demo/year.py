"""Making up the year: the customers first, then what they did."""

from dataclasses import dataclass
from datetime import datetime
from typing import Sequence

import numpy as np

from bot.base.content import Content
from bot.demo.calendar import Calendar
from bot.demo.chats import Chats, make_chats
from bot.demo.contacts import contacts, purchases
from bot.demo.elsewhere import Elsewhere
from bot.demo.handoffs import Desk
from bot.demo.identities import Names, make_names
from bot.demo.log import Log
from bot.demo.orders import Orders, make_orders, referral_codes
from bot.demo.people import People, make_people
from bot.demo.play import Played, play
from bot.demo.scene import Scene
from bot.demo.script import LANGUAGES, Script, told
from bot.demo.team import Team
from bot.demo.words import Words
from bot.demo.world import World
from bot.store.locations import Location

# A trial with so many customers tells how many touchpoints a customer makes in the period.
_TRIAL = 1500


@dataclass(frozen=True)
class Wanted:
    """What the year should be like. `touchpoints` is met within a few percent."""

    days: int
    touchpoints: int
    seed: int
    end: datetime
    time_zone: str


@dataclass
class Year:
    calendar: Calendar
    people: People
    names: Names
    orders: Orders
    chats: Chats
    played: Played
    team: Team
    log: Log
    stores: Sequence[Location]


def make_year(wanted: Wanted, content: Content, stores: Sequence[Location]) -> Year:
    """The same wishes give the same year."""
    trial = _year(wanted, content, stores, _TRIAL)
    made = int((trial.log.all_touchpoints()["at"] <= trial.calendar.end).sum())
    return _year(wanted, content, stores, max(round(wanted.touchpoints / made * _TRIAL), 20))


def _year(wanted: Wanted, content: Content, stores: Sequence[Location], customers: int) -> Year:
    rng = np.random.default_rng(wanted.seed)
    calendar = Calendar(wanted.days, wanted.end, wanted.time_zone, told("year"))
    words = Words()
    people = make_people(rng, calendar, customers, len(stores))
    names = make_names(people)
    emails = words.codes(names.email)
    bought = purchases(rng, calendar, people)
    prefix = str(content.facts["order_number_example"]).rstrip("0123456789")
    orders = make_orders(rng, calendar, people, bought, emails, words, prefix, len(stores))
    script = Script(content, words)
    order_store = np.append(orders.store, -1)
    world = World(rng, calendar, people, bought, order_store, script.topics, len(stores))
    chats = make_chats(world, contacts(rng, calendar, people, bought))
    log = Log(words)
    scene = Scene(world, chats, script, log)
    team = Team(rng, calendar, wanted.time_zone)
    listed = words.codes(_listed(script, stores, spoken) for spoken in LANGUAGES)
    played = play(scene, Desk(scene, team, emails), orders, listed, referral_codes(words, people.referrer))
    codes = words.codes([*(store.code for store in stores), None])
    Elsewhere(rng, calendar, people, script, log, codes).all(orders)
    return Year(calendar, people, names, orders, chats, played, team, log, stores)


def _listed(script: Script, stores: Sequence[Location], spoken: str) -> str:
    """All stores as the assistant lists them while they are open."""
    described = [
        script.readings(
            "utter_store_open", spoken, store=s.name, address=s.address, city=s.city, postcode=s.postcode,
            opens=(s.hours[0] or [""])[0], closes=(s.hours[0] or ["", ""])[1],
        )[0]
        for s in stores
    ]  # fmt: skip
    return "\n\n".join(described) or script.readings("utter_no_stores", spoken)[0]
