"""What is true on each day of the demo's year: what is asked about, how well it is answered, what went wrong."""

from dataclasses import dataclass
from typing import Any, Sequence

import numpy as np

from bot.demo.calendar import Calendar
from bot.demo.conversations.trial import Trial
from bot.demo.customers.contacts import Moments
from bot.demo.customers.people import People, store_traits
from bot.demo.script import told
from bot.demo.words import Array

_FLOWS = ("track_order", "list_stores", "complaint")
# Shares of contacts that are about something without an answer, ask for a person at once, or only greet.
_UNANSWERED, _HUMAN, _GREETING = 0.075, 0.035, 0.03


@dataclass
class World:
    """`order_store` is the store of each order (-1 online) with one more place, for no order; so is `order_at`."""

    rng: np.random.Generator
    calendar: Calendar
    people: People
    orders: Moments
    order_store: Array
    topics: Sequence[str]
    store_count: int
    trial: Trial

    def __post_init__(self) -> None:
        self.model_on = _models(self.calendar)
        trouble = [self.calendar.between(e["ago"], e["days"]) * -e["solved"] for e in told("year")["events"]]
        # In bad weeks agents have more on their hands, and less to offer.
        self.crowd = self.calendar.busy * (1 + 7 * np.sum(trouble, axis=0))
        self.ease = -0.5 * np.sum(trouble, axis=0)
        self.sought = np.stack([self._weights("before"), self._weights("after")])
        self.solved = np.array([_traits(name)["solved"] for name in (*self.topics, *_FLOWS)])
        self._by_customer = np.lexsort((self.orders.at, self.orders.who))
        self._keys = _key(self.orders.who[self._by_customer], self.orders.at[self._by_customer])

    def last_order(self, who: Array, at: Array) -> Array:
        """The place of each customer's last order before the time, -1 for none."""
        found = np.searchsorted(self._keys, _key(who, at)) - 1
        place = self._by_customer[np.maximum(found, 0)] if len(self._keys) else np.full(len(who), -1)
        theirs = (found >= 0) & (self.orders.who[place] == who) if len(self._keys) else np.zeros(len(who), bool)
        return np.where(theirs, place, -1)

    def _weights(self, when: str) -> Array:
        """How often each topic and flow is asked about, by day."""
        base = np.array([_traits(name)[when] for name in (*self.topics, *_FLOWS)], dtype=float)
        weights = np.tile(base, (len(self.calendar.dates), 1))
        for event in told("year")["events"]:
            on = self.calendar.between(event["ago"], event["days"])
            for name, times in event["topics"].items():
                if name in (*self.topics, *_FLOWS):
                    weights[on, (*self.topics, *_FLOWS).index(name)] *= times
            weights[on, -1] *= event.get("complaints", 1)
        return np.cumsum(weights / weights.sum(axis=1, keepdims=True), axis=1)


def issues(w: World, day: Array, bought: Array) -> tuple[Array, Array]:
    """What each contact is about: the kind of issue (chats.py) and the topic, a question cluster's place, or -1."""
    u = w.rng.random(len(day))
    sought = w.sought[bought.astype(np.int64), day]
    topic = np.minimum((sought < w.rng.random(len(day))[:, None]).sum(axis=1), sought.shape[1] - 1)
    issue = np.maximum(topic - len(w.topics) + 1, 0)
    issue = np.where(u < _UNANSWERED, 4, np.where(u > 1 - _HUMAN, 5, np.where(u > 1 - _HUMAN - _GREETING, 6, issue)))
    topic = np.where((issue == 0) | (issue > 4), np.minimum(topic, len(w.topics) - 1), -1)
    cluster = _clusters(w, day)
    return issue, np.where(issue == 4, cluster, topic)


def _clusters(w: World, day: Array) -> Array:
    weights = np.stack([_cluster_weight(w.calendar, c) for c in told("unanswered")["clusters"]], axis=1)
    shares = np.cumsum(weights / weights.sum(axis=1, keepdims=True), axis=1)
    lots = w.rng.random(len(day))[:, None]
    return np.minimum(np.asarray((shares[day] < lots).sum(axis=1)), shares.shape[1] - 1)


def _cluster_weight(calendar: Calendar, cluster: "dict[str, Any]") -> Array:
    weight = np.full(len(calendar.dates), float(cluster["weight"]))
    if "ago" in cluster:
        weight *= calendar.between(cluster["ago"], cluster["days"])
    return weight * np.linspace(0.2, 2.6, len(weight)) if cluster.get("rises") else weight


def chance(w: World, issue: Array, topic: Array, day: Array, store: Array, model: Array) -> Array:
    """How likely the answer helps: by topic, version of the model, store, and what went wrong that day."""
    place = np.where(issue == 0, topic, np.clip(len(w.topics) + issue - 1, 0, len(w.solved) - 1))
    base = np.where(issue >= 4, 0.3, w.solved[place])
    stores = np.array([*(store_traits(n)["solved"] for n in range(w.store_count)), 0.0])
    models = np.array([m["solved"] for m in told("year")["models"]])
    trouble = np.zeros(len(day))
    for event in told("year")["events"]:
        hit = [n for n, name in enumerate((*w.topics, *_FLOWS)) if name in event["topics"]]
        trouble += event["solved"] * (np.isin(place, hit) & w.calendar.between(event["ago"], event["days"])[day])
    return np.asarray(np.clip(base + stores[store] + models[model] + trouble, 0.05, 0.97))


def missed_chance(w: World, day: Array, model: Array, korean: Array) -> Array:
    """How likely the assistant does not understand a question that it has an answer to."""
    models = told("year")["models"]
    share = np.array([m["missed"] for m in models])[model] + korean * np.array([m["korean"] for m in models])[model]
    for event in told("year")["events"]:
        share = share + event.get("missed", 0) * w.calendar.between(event["ago"], event["days"])[day]
    return np.asarray(share)


def _models(calendar: Calendar) -> Array:
    """The place of the version that answers on each day. In a short period it is the newest ones' turn."""
    begins = [max(calendar.ago(m["ago"]), 0) for m in told("year")["models"]]
    return np.searchsorted(begins, np.arange(len(calendar.dates)), side="right") - 1


def _traits(name: str) -> "dict[str, Any]":
    declared = told("topics")
    found: dict[str, Any] = {**declared["topics"], **declared["flows"]}.get(name, declared["default"])
    return found


def _key(who: Array, at: Array) -> Array:
    # Times stay under this, so that customers never mix; halves of a millisecond survive.
    return who * 4e9 + at
