"""Writing a made-up year into an empty database, all of it or nothing."""

from typing import Any, Iterator

import numpy as np

from bot.demo import rows
from bot.demo.identities import make_identities
from bot.demo.numbering import Numbered, conversations, moments, numbered
from bot.demo.script import LANGUAGES, told
from bot.demo.tables import agents, complaints, handoffs, orders, presences, surveys
from bot.demo.words import Array
from bot.demo.year import Year
from bot.store.bulk import Bulk, Columns, bulk
from bot.store.database import Database

_LANGUAGES = np.array(LANGUAGES, dtype=object)


def write_year(database: Database, year: Year) -> Iterator[tuple[int, int]]:
    """Yields how many of how many rows are written."""
    with bulk(database) as writer:
        tables = _Tables(writer, year).all()
        total = sum(len(columns["id"]) for _, columns in tables)
        done = 0
        for name, columns in tables:
            for written in writer.add(name, columns):
                yield done + written, total
            done += len(columns["id"])


class _Tables:
    """Numbers everything, and puts the rows together, those that others refer to first."""

    def __init__(self, writer: Bulk, year: Year) -> None:
        self._writer, self._year = writer, year
        chats, end = year.chats, year.calendar.end
        chat = chats.who * 2 + chats.channel
        kept = year.played.kept
        self._who = make_identities(
            np.random.default_rng(len(chat)), year.calendar, year.people, year.names, year.orders, chat[kept],
            chats.opened[kept],
        )  # fmt: skip
        self._customer = writer.first_id("customers") + np.arange(len(self._who.created))
        self._agent = writer.first_id("agents") + np.arange(len(year.team.agents))
        self._conversation = conversations(chats, kept, writer.first_id("conversations"))
        self._identity = writer.first_id("identities") + self._who.chat_place[chat]
        self._first = {name: writer.first_id(name) for name in ("messages", "touchpoints")}
        self._messages = self._numbered("messages", year.log.all_messages(), end)
        facts = year.log.all_touchpoints()
        facts["customer"] = self._customer[self._who.root][facts["customer"]]
        self._touchpoints = self._numbered("touchpoints", facts, end)
        self._handoff = year.played.handoffs
        self._chats = self._chat_columns()
        # Now there is every text.
        self._texts = year.log.words.texts()

    def _numbered(self, table: str, columns: "dict[str, Array]", end: float) -> Numbered:
        there = (columns["at"] <= end) & ((columns["chat"] < 0) | self._year.played.kept[columns["chat"]])
        return numbered(columns, there, self._first[table])

    def all(self) -> "list[tuple[str, Columns]]":
        year, told_facts = self._year, self._touchpoints.columns
        handed = handoffs(year, self._texts, self._conversation, self._agent, self._writer.first_id("handoffs"))
        found = [
            ("agents", agents(year, self._agent)),
            ("presences", presences(year, self._agent, self._writer.first_id("presences"))),
            ("customers", self._customers()),
            ("merges", self._merges()),
            ("identities", self._identities()),
            *orders(year, self._texts, self._customer[self._who.root], self._writer.first_id),
            ("conversations", self._conversations()),
            ("messages", self._message_rows()),
            ("handoffs", handed.columns),
            ("surveys", surveys(year, told_facts, self._messages, self._texts, self._conversation, self._agent,
                                self._writer.first_id("surveys"))),
            ("complaints", complaints(year, self._texts, self._conversation, self._messages.number,
                                      self._writer.first_id("complaints"))),
            ("touchpoints", rows.touchpoints(self._touchpoints, self._texts, self._chats, self._messages.number,
                                             self._agent, handed.number, self._first["touchpoints"])),
        ]  # fmt: skip
        return found

    def _chat_customers(self) -> Array:
        """The customer of each conversation, as that channel knows them."""
        chats, who = self._year.chats, self._who
        own = chats.channel == self._year.people.channel[chats.who]
        return self._customer[np.where(own, who.root[chats.who], who.second[chats.who])]

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

    def _customers(self) -> Columns:
        who, end = self._who, self._year.calendar.end
        into = np.full(len(who.created), -1)
        merged = np.flatnonzero(np.nan_to_num(who.merged_at, nan=end + 1) <= end)
        into[who.second[merged]] = who.root[merged]
        # The older number comes first, so that the younger one can refer to it.
        return dict(
            id=self._customer,
            created_at=moments(who.created),
            name=who.customer_name,
            merged_into_id=rows.optional(self._customer[into], into < 0),
        )

    def _merges(self) -> Columns:
        who = self._who
        merged = np.flatnonzero(~np.isnan(who.merged_at))
        merged = merged[np.argsort(who.merged_at[merged], kind="stable")]
        return dict(
            id=self._writer.first_id("merges") + np.arange(len(merged)),
            customer_id=self._customer[who.second[merged]],
            into_id=self._customer[who.root[merged]],
            reason=["e-mail"] * len(merged),
            at=moments(who.merged_at[merged]),
        )

    def _identities(self) -> Columns:
        customer, channel, address, language, since = (list(column) for column in zip(*self._who.rows, strict=True))
        return dict(
            id=self._writer.first_id("identities") + np.arange(len(customer)),
            customer_id=self._customer[np.array(customer)],
            channel=channel,
            external_id=address,
            language=_LANGUAGES[np.array(language)],
            created_at=moments(np.array(since)),
        )

    def _conversations(self) -> Columns:
        chats, end = self._year.chats, self._year.calendar.end
        order = np.flatnonzero(self._conversation)[np.argsort(self._conversation[self._conversation > 0])]
        closed = np.where(chats.closed[order] <= end, chats.closed[order], np.nan)
        owner = self._owners()[order]
        stores = np.array([*(store.code for store in self._year.stores), None], dtype=object)
        return dict(
            id=self._conversation[order],
            identity_id=self._identity[order],
            channel=np.array(["web", "telegram"], dtype=object)[chats.channel[order]],
            language=_LANGUAGES[chats.language[order]],
            owner=np.where(np.isnan(closed), owner, "closed"),
            version=np.ones(len(order), np.int64),
            opened_at=moments(chats.opened[order]),
            active_at=moments(np.minimum(chats.active[order], end)),
            closed_at=moments(closed),
            location=stores[chats.store[order]],
            human_messages=self._human_messages()[order],
        )

    def _owners(self) -> Array:
        """Who has each conversation now, unless it is closed."""
        handed, end = self._handoff, self._year.calendar.end
        owner = np.full(len(self._year.chats), "bot", dtype=object)
        if not len(handed):
            return owner
        requested, accepted, ended = (handed.column(name) for name in ("requested", "accepted", "ended"))
        going = (requested <= end) & ~(ended <= end)
        owner[handed.column("chat")[going]] = np.where(accepted[going] <= end, "human", "waiting")
        return owner

    def _human_messages(self) -> Array:
        t = self._touchpoints.columns
        replied = t["kind"] == self._year.log.words.code("human_replied")
        return np.bincount(t["chat"][replied], minlength=len(self._year.chats))

    def _message_rows(self) -> Columns:
        chats = self._year.chats
        return rows.messages(self._messages, self._texts, self._conversation, chats.channel, self._agent,
                             self._first["messages"])  # fmt: skip


def describe(year: Year) -> "dict[str, Any]":
    """What was made, in numbers."""
    return dict(
        conversations=int(year.played.kept.sum()), customers=len(year.people), orders=len(year.orders),
    )  # fmt: skip
