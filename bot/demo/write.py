"""Writing a made-up year into an empty database, all of it or nothing."""

from typing import Iterator

import numpy as np

from bot.base.content import Content
from bot.demo.elsewhere import CHANNELS
from bot.demo.identities import make_identities
from bot.demo.log import CUSTOMER
from bot.demo.numbering import Numbered, conversations, moments, numbered
from bot.demo.rows import messages, optional, touchpoints
from bot.demo.script import LANGUAGES, told
from bot.demo.shop import shop
from bot.demo.tables import agents, complaints, handoffs, presences, surveys
from bot.demo.words import Array
from bot.demo.year import Wanted, Year, make_year
from bot.services.locations import every
from bot.store.bulk import Bulk, Columns, bulk
from bot.store.database import Database

# As the product says it (bot/services/orders.py).
_MERGED = "tracked an order of the address"


def fill(database: Database, wanted: Wanted, content: Content) -> Iterator[tuple[int, int]]:
    """Make up a year and write it; yields how many of how many rows are written, of 0 while it is being made up."""
    yield 0, 0
    with bulk(database) as writer:
        year = make_year(wanted, content, every(database), writer.first_id("customers"))
        tables = _Tables(writer, year).all()
        total, done = sum(len(columns["id"]) for _, columns in tables), 0
        for name, columns in tables:
            for written in writer.add(name, columns):
                yield done + written, total
            done += len(columns["id"])


class _Tables:
    """Numbers everything, and puts the rows together, those that others refer to first."""

    def __init__(self, writer: Bulk, year: Year) -> None:
        self._first, self._year, chats = writer.first_id, year, year.chats
        self._now = year.calendar.now
        chat, there = chats.who * 2 + chats.channel, year.played.kept
        self._who = make_identities(
            year.calendar, year.people, year.names, year.orders, chat[there], chats.opened[there]
        )
        # Only those who have come by now.
        self._customer = self._first("customers") - 1 + np.cumsum(self._who.created <= self._now)
        self._agent = self._first("agents") + np.arange(len(year.team.agents))
        self._conversation = conversations(chats, there, self._first("conversations"))
        self._identity = self._first("identities") + self._who.chat_place[chat]
        self._messages = self._numbered("messages", year.log.all_messages())
        facts = year.log.all_touchpoints()
        facts["customer"] = self._customer[facts["customer"]]
        self._touchpoints = self._numbered("touchpoints", facts)
        self._chats = self._chat_columns()
        # Now there is every text.
        self._texts = year.log.words.texts()

    def _numbered(self, table: str, columns: dict[str, Array]) -> Numbered:
        there = (columns["at"] <= self._now) & ((columns["chat"] < 0) | self._year.played.kept[columns["chat"]])
        return numbered(columns, there, self._first(table))

    def all(self) -> list[tuple[str, Columns]]:
        year, texts, first = self._year, self._texts, self._first
        handed = handoffs(year, texts, self._conversation, self._agent, first("handoffs"))
        said = (year, texts, self._conversation, self._messages)
        return [
            ("agents", agents(year, self._agent)),
            ("presences", presences(year, self._agent, first("presences"))),
            ("customers", self._customers()),
            ("merges", self._merges()),
            ("identities", self._identities()),
            ("experiments", self._experiment()),
            *shop(year, texts, self._customer, first),
            ("conversations", self._conversations()),
            ("messages", self._message_rows()),
            ("handoffs", handed.columns),
            ("surveys", surveys(*said[:3], self._touchpoints.columns, self._agent, first("surveys"))),
            ("complaints", complaints(*said, first("complaints"))),
            ("touchpoints", self._touchpoint_rows(handed.number)),
        ]

    def _chat_customers(self) -> Array:
        """The customer of each conversation, as that channel knows them."""
        chats, who = self._year.chats, self._who
        own = chats.channel == self._year.people.channel[chats.who]
        return np.asarray(self._customer[np.where(own, chats.who, who.second[chats.who])])

    def _chat_columns(self) -> "dict[str, Array]":
        year = self._year
        stores = year.log.words.codes([*(store.code for store in year.stores), None])
        models = year.log.words.codes(m["version"] for m in told("year")["models"])
        chats = year.chats
        return dict(
            id=self._conversation,
            customer=self._chat_customers(),
            channel=chats.channel,
            language=chats.language,
            location=stores[chats.store],
            model=models[chats.model],
        )

    def _experiment(self) -> Columns:
        trial = self._year.trial
        there = 1 if trial.key and trial.since <= self._now else 0
        since = moments(np.full(there, trial.since))
        return dict(
            id=[self._first("experiments")] * there,
            key=[trial.key] * there,
            state=["running"] * there,
            started_at=since,
        )

    def _customers(self) -> Columns:
        """Those who have come by now. The older of two that are one comes first, so that the other can refer to it."""
        who, there = self._who, self._who.created <= self._now
        into = np.full(len(there), -1)
        merged = np.flatnonzero(who.merged_at <= self._now)
        into[who.second[merged]] = merged
        return dict(
            id=self._customer[there],
            created_at=moments(who.created[there]),
            name=[name for name, came in zip(who.names, there, strict=True) if came],
            merged_into_id=optional(self._customer[into[there]], into[there] < 0),
        )

    def _merges(self) -> Columns:
        who = self._who
        merged = np.flatnonzero(who.merged_at <= self._now)
        merged = merged[np.argsort(who.merged_at[merged], kind="stable")]
        return dict(
            id=self._first("merges") + np.arange(len(merged)),
            customer_id=self._customer[who.second[merged]],
            into_id=self._customer[merged],
            reason=[_MERGED] * len(merged),
            at=moments(who.merged_at[merged]),
        )

    def _identities(self) -> Columns:
        found = [row for row in self._who.rows if row.since <= self._now]
        return dict(
            id=self._first("identities") + np.arange(len(found)),
            customer_id=self._customer[[row.customer for row in found]],
            channel=[row.channel for row in found],
            external_id=[row.address for row in found],
            language=[LANGUAGES[row.language] for row in found],
            created_at=moments(np.array([row.since for row in found], dtype=float)),
        )

    def _conversations(self) -> Columns:
        chats = self._year.chats
        order = np.flatnonzero(self._conversation)
        order = order[np.argsort(self._conversation[order])]
        closed = np.where(chats.closed[order] <= self._now, chats.closed[order], np.nan)
        stores = np.array([*(store.code for store in self._year.stores), None], dtype=object)
        return dict(
            id=self._conversation[order],
            identity_id=self._identity[order],
            channel=np.array(CHANNELS, dtype=object)[chats.channel[order]],
            language=np.array(LANGUAGES, dtype=object)[chats.language[order]],
            owner=np.where(np.isnan(closed), self._owners()[order], "closed"),
            version=np.ones(len(order), np.int64),
            opened_at=moments(chats.opened[order]),
            active_at=moments(self._active()[order]),
            closed_at=moments(closed),
            location=stores[chats.store[order]],
            human_messages=self._human_messages()[order],
        )

    def _owners(self) -> Array:
        """Who has each conversation now, unless it is closed."""
        handed, now = self._year.played.handoffs, self._now
        requested, accepted, ended = (handed.column(name) for name in ("requested", "accepted", "ended"))
        going = (requested <= now) & ~(ended <= now)
        owner = np.full(len(self._year.chats), "bot", dtype=object)
        owner[handed.column("chat")[going]] = np.where(accepted[going] <= now, "human", "waiting")
        return owner

    def _active(self) -> Array:
        """When each customer wrote last."""
        m = self._messages.columns
        active, wrote = self._year.chats.opened.copy(), m["sender"] == CUSTOMER
        np.maximum.at(active, m["chat"][wrote], m["at"][wrote])
        return active

    def _human_messages(self) -> Array:
        t = self._touchpoints.columns
        replied = t["kind"] == self._year.log.words.code("human_replied")
        return np.bincount(t["chat"][replied], minlength=len(self._year.chats))

    def _message_rows(self) -> Columns:
        channel = self._year.chats.channel
        return messages(self._messages, self._texts, self._conversation, channel, self._agent, self._first("messages"))

    def _touchpoint_rows(self, handoff: Array) -> Columns:
        others = (self._messages.number, self._agent, handoff, self._first("touchpoints"))
        return touchpoints(self._touchpoints, self._texts, self._chats, *others)
