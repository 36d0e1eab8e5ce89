"""The conversations of the demo: who, when, on which channel, about what, and whether the answer will help."""

from dataclasses import dataclass, field

import numpy as np

from bot.demo.conversations import world
from bot.demo.conversations.world import World
from bot.demo.customers.contacts import Moments, again
from bot.demo.customers.people import store_traits
from bot.demo.words import Array

TOPIC, TRACK, STORES, COMPLAINT, UNANSWERED, HUMAN, GREETING = range(7)


@dataclass
class Chats:
    """A row a conversation. What is below `who` changes while it is played."""

    who: Array
    opened: Array
    day: Array
    channel: Array
    language: Array
    store: Array
    model: Array
    issue: Array
    topic: Array
    order: Array
    solved: Array
    clock: Array = field(init=False)
    active: Array = field(init=False)
    closed: Array = field(init=False)
    inbound: Array = field(init=False)
    about: Array = field(init=False)
    answered: Array = field(init=False)
    asked: Array = field(init=False)
    rating: Array = field(init=False)
    exposed: Array = field(init=False)

    def __post_init__(self) -> None:
        self.clock, self.active = self.opened.copy(), self.opened.copy()
        self.closed = np.full(len(self), np.nan)
        self.inbound, self.about = np.full(len(self), -1), np.full(len(self), -1)
        self.answered, self.asked = np.zeros(len(self), bool), np.zeros(len(self), bool)
        self.rating, self.exposed = np.zeros(len(self), np.int64), np.zeros(len(self), bool)

    def __len__(self) -> int:
        return len(self.who)


def make_chats(world_: World, contacts: Moments) -> Chats:
    first = _chats(world_, contacts)
    chance = np.where(first.solved, 0.05, 0.34) * np.where(first.issue == GREETING, 0.3, 1.0)
    repeated, which = again(world_.rng, contacts, chance)
    kept = repeated.at < world_.calendar.end
    second = _chats(world_, Moments(repeated.who[kept], repeated.at[kept]))
    # The same matter again; now and then on the other channel, where a customer has two.
    for name in ("issue", "topic", "order", "store"):
        getattr(second, name)[:] = getattr(first, name)[which[kept]]
    return _joined(first, second)


def _joined(first: Chats, second: Chats) -> Chats:
    columns = [name for name, of in Chats.__dataclass_fields__.items() if of.init]
    both = {name: np.concatenate([getattr(first, name), getattr(second, name)]) for name in columns}
    order = np.argsort(both["opened"], kind="stable")
    return Chats(**{name: column[order] for name, column in both.items()})


def _chats(w: World, moments: Moments) -> Chats:
    rng, people, who = w.rng, w.people, moments.who
    day = w.calendar.day(moments.at)
    order = w.last_order(who, moments.at)
    issue, topic = world.issues(w, day, order >= 0)
    other = people.second[who] & (rng.random(len(who)) < 0.4)
    in_store = (order >= 0) & (w.order_store[order] >= 0) | (rng.random(len(who)) < 0.3)
    store = np.where(in_store, people.store[who], -1)
    issue, topic = _about_stores(w, store, issue, topic)
    model = w.model_on[day]
    shown = w.trial.shown(who, np.where(issue == TOPIC, topic, -1), moments.at)
    chance = world.chance(w, issue, topic, day, store, model) + w.trial.helps[shown]
    return Chats(
        who=who,
        opened=moments.at,
        day=day,
        channel=np.where(other, 1 - people.channel[who], people.channel[who]),
        language=people.language[who],
        store=store,
        model=model,
        issue=issue,
        topic=topic,
        order=order,
        solved=rng.random(len(who)) < chance,
    )


def _about_stores(w: World, store: Array, issue: Array, topic: Array) -> tuple[Array, Array]:
    """Some write to complain about a store."""
    shares = np.array([*(store_traits(n).get("complaints", 0.0) for n in range(w.store_count)), 0.0])
    complains = w.rng.random(len(store)) < shares[store]
    return np.where(complains, COMPLAINT, issue), np.where(complains, -1, topic)
