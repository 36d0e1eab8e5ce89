"""Making up the year: the customers first, then what they did."""

from dataclasses import dataclass
from datetime import datetime
from typing import Sequence

import numpy as np

from bot.base.content import Content
from bot.demo.calendar import Calendar
from bot.demo.conversations.care import Care
from bot.demo.conversations.chats import Chats, make_chats
from bot.demo.conversations.play import Played, play
from bot.demo.conversations.queue import Queue
from bot.demo.conversations.scene import Scene
from bot.demo.conversations.team import Team
from bot.demo.conversations.trial import Trial, make_trial
from bot.demo.conversations.world import World
from bot.demo.customers.contacts import contacts, purchases
from bot.demo.customers.elsewhere import Elsewhere
from bot.demo.customers.identities import Names, make_names
from bot.demo.customers.orders import Orders, make_orders, referral_codes
from bot.demo.customers.people import People, make_people
from bot.demo.log import Log
from bot.demo.script import LANGUAGES, Script, told
from bot.demo.words import Words
from bot.store.shop.locations import Location

# A sample of so many customers tells how many touchpoints a customer makes in the period.
_SAMPLE = 1500


@dataclass(frozen=True)
class Wanted:
    """What the year should be like. `touchpoints` is met within a few percent."""

    days: int
    touchpoints: int
    seed: int
    now: datetime
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
    trial: Trial


def make_year(wanted: Wanted, content: Content, stores: Sequence[Location], first: int) -> Year:
    """The same wishes give the same year. `first` is the number of the first customer in the database."""
    script = Script(content, Words())
    sample = _year(wanted, script, stores, first, _SAMPLE)
    made = len(sample.log.all_touchpoints()["at"])
    return _year(wanted, script, stores, first, max(round(wanted.touchpoints / made * _SAMPLE), 20))


def _year(wanted: Wanted, script: Script, stores: Sequence[Location], first: int, customers: int) -> Year:
    rng, words = np.random.default_rng(wanted.seed), script.words
    calendar = Calendar(wanted.days, wanted.now, wanted.time_zone, told("year"))
    people = make_people(rng, calendar, customers, len(stores))
    names = make_names(people)
    emails = words.codes(names.email)
    bought = purchases(rng, calendar, people)
    orders = make_orders(rng, calendar, people, bought, emails, script, len(stores))
    order_store = np.append(orders.store, -1)
    trial = make_trial(calendar, script, range(first, first + len(people)))
    world = World(rng, calendar, people, bought, order_store, script.topics, len(stores), trial)
    chats = make_chats(world, contacts(rng, calendar, people, bought))
    log = Log(words)
    scene = Scene(world, chats, script, log)
    team = Team(rng, calendar, wanted.time_zone)
    listed = words.codes(_listed(script, stores, spoken) for spoken in LANGUAGES)
    played = play(
        scene, Queue(scene, Care(scene, team), emails), orders, listed, referral_codes(words, people.referrer)
    )
    codes = words.codes([*(store.code for store in stores), None])
    Elsewhere(rng, calendar, people, script, log, codes).all(orders)
    return Year(calendar, people, names, orders, chats, played, team, log, stores, trial)


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
