"""What customers do outside of the chat: calls, visits, reviews, the club, the subscription, surveys by e-mail."""

import numpy as np

from bot.demo import log as noted
from bot.demo.calendar import DAY, Calendar
from bot.demo.customers.contacts import Moments, moments
from bot.demo.customers.orders import Orders
from bot.demo.customers.people import REFERRAL, People
from bot.demo.log import Log, Value
from bot.demo.script import Script, told
from bot.demo.words import Array

CHANNELS = ("web", "telegram", "phone", "email", "store", "review", "social", "product", "shop")
_QUARTER = 91 * DAY


class Elsewhere:
    """Each method notes touchpoints as an import brings them in."""

    def __init__(
        self, rng: np.random.Generator, calendar: Calendar, people: People, script: Script, log: Log, stores: Array
    ) -> None:
        self.rng, self.calendar, self.people, self.script, self.log = rng, calendar, people, script, log
        # Codes of the stores as words, with "none" behind them.
        self.stores = stores
        self.imported = 0

    def all(self, orders: Orders) -> None:
        self._contacts()
        self._visits(orders)
        self._reviews(orders)
        self._club()
        self._friends()
        self._subscriptions()
        self._recommendations(orders)

    def _note(self, kind: str, who: Array, at: Array, channel: str, **columns: Value) -> None:
        """Only what is over by now, of customers who have come by then."""
        there = (at < self.calendar.end) & (at >= self.people.arrived[who])
        kept = {name: value[there] if isinstance(value, np.ndarray) else value for name, value in columns.items()}
        number = self.imported + np.arange(int(there.sum()))
        self.imported += len(number)
        where = dict(channel=CHANNELS.index(channel), language=self.people.language[who[there]])
        self.log.touchpoint(kind, at[there], customer=who[there], nth=number, cause=noted.IMPORT, **where, **kept)

    def _contacts(self) -> None:
        for kind, channel, rate in (("phone_call", "phone", 1 / 420), ("email_received", "email", 1 / 520)):
            found = self._often(rate * self.people.keenness)
            topic = self.script.topic_codes[self.rng.integers(0, len(self.script.topics), len(found.who))]
            about = self._told("phone_call", found.who)
            self._note(kind, found.who, found.at, channel, topic=topic, detail=about)
        said = self._often(self.people.keenness / 1500)
        self._note("social_mention", said.who, said.at, "social", detail=self._told("social_mention", said.who))

    def _visits(self, orders: Orders) -> None:
        inside = orders.store >= 0
        bought = orders.at[inside] - self.rng.uniform(300, 2700, int(inside.sum()))
        self._note("store_visit", orders.who[inside], bought, "store", location=self.stores[orders.store[inside]])
        looked = self._often(self.people.keenness / 300)
        self._note("store_visit", looked.who, looked.at, "store", location=self.stores[self.people.store[looked.who]])
        booked = self._often(self.people.keenness / 2600)
        where = self.stores[self.people.store[booked.who]]
        self._note("appointment_booked", booked.who, booked.at, "store", location=where)

    def _reviews(self, orders: Orders) -> None:
        writes = self.rng.random(len(orders)) < 0.085
        late = np.where(orders.slow[writes] > 1.7, -1.2, 0.0)
        stars = np.clip(np.round(self.rng.normal(4.3, 0.9, int(writes.sum())) + late), 1, 5).astype(np.int64)
        at = orders.at[writes] + self.rng.uniform(6, 25, int(writes.sum())) * DAY
        where = self.stores[orders.store[writes]]
        self._note("review_written", orders.who[writes], at, "review", value=stars, location=where)

    def _club(self) -> None:
        for kind, at in (("loyalty_joined", self.people.joined_club), ("loyalty_left", self.people.left_club)):
            who = np.flatnonzero(np.isfinite(at))
            self._note(kind, who, at[who], "shop")

    def _friends(self) -> None:
        friends = np.flatnonzero(self.people.source == REFERRAL)
        who = self.people.referrer[friends]
        at = self.people.arrived[friends] - self.rng.uniform(0.1, 5, len(friends)) * DAY
        self._note("friend_referred", who, at, "shop")

    def _subscriptions(self) -> None:
        """A trial of 30 days, then month after month; some upgrade, in each month some cancel."""
        tries = np.flatnonzero((self.people.shops > 0) & (self.rng.random(len(self.people)) < 0.13))
        at = self.people.arrived[tries] + self.rng.exponential(25 * DAY, len(tries))
        self._note("trial_started", tries, at, "product")
        stays = self.rng.random(len(tries)) < 0.55
        who, at = tries[stays], at[stays] + 30 * DAY
        self._note("subscription_started", who, at, "product")
        while len(who) and at.min() < self.calendar.end:
            self._uses(who, at)
            at = at + 30 * DAY
            cancels = self.rng.random(len(who)) < 0.09
            self._note("subscription_cancelled", who[cancels], at[cancels] - 2 * DAY, "product")
            who, at = who[~cancels], at[~cancels]
            self._note("subscription_renewed", who, at, "product")
            upgrades = self.rng.random(len(who)) < 0.05
            self._note("subscription_upgraded", who[upgrades], at[upgrades] + DAY, "product")

    def _uses(self, who: Array, begins: Array) -> None:
        times = self.rng.poisson(3.0, len(who))
        used, at = np.repeat(who, times), np.repeat(begins, times)
        self._note("product_used", used, at + self.rng.uniform(0, 30, len(at)) * DAY, "product")

    def _recommendations(self, orders: Orders) -> None:
        """Whether customers recommend us, asked by e-mail each quarter of those who bought in it."""
        for begins in np.arange(self.calendar.start, self.calendar.end, _QUARTER):
            recent = (orders.at >= begins) & (orders.at < begins + _QUARTER)
            who = np.unique(orders.who[recent])
            who = who[self.rng.random(len(who)) < 0.3]
            at = np.full(len(who), min(begins + _QUARTER, self.calendar.end - 3 * DAY)) + self.rng.uniform(
                0, 7e3, len(who)
            )
            self._note("nps_asked", who, at, "email")
            answers = self.rng.random(len(who)) < 0.26
            who, at = who[answers], at[answers] + self.rng.exponential(0.6 * DAY, int(answers.sum()))
            self._recommended(who, at)

    def _recommended(self, who: Array, at: Array) -> None:
        worse = np.array([2.4 if store["solved"] < 0 else 0.0 for store in told("year")["stores"]] + [0.0] * 50)
        member = np.isfinite(self.people.joined_club[who])
        score = self.rng.normal(8.7, 1.8, len(who)) + 0.7 * member - worse[self.people.store[who]]
        value = np.clip(np.round(score), 0, 10).astype(np.int64)
        self._note("nps_answered", who, at, "email", value=value)
        for name, these in (("nps_good", value >= 9), ("nps_bad", value <= 6)):
            says = these & (self.rng.random(len(who)) < 0.3)
            comment = self._told(name, who[says])
            self._note("nps_commented", who[says], at[says] + 1, "email", value=value[says], detail=comment)

    def _often(self, rate: Array) -> Moments:
        return moments(self.rng, self.calendar, self.people, rate)

    def _told(self, name: str, who: Array) -> Array:
        return self.script.talk(name).pick(self.rng, self.people.language[who])
