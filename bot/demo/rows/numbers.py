"""Everything of the year by the number it gets in the database: in the order of time, as if written as it happened."""

from dataclasses import dataclass
from typing import Callable

import numpy as np

from bot.demo.customers.identities import Identities, make_identities
from bot.demo.rows.numbering import Numbered, numbered
from bot.demo.words import Array
from bot.demo.year import Year


@dataclass
class Numbers:
    """Numbers by place: of customers (bot.demo.customers.identities), agents, conversations, their identities and
    handoffs; 0 for what is not there by now. `first` gives the first free number of a table; `texts` are all words.
    """

    first: Callable[[str], int]
    who: Identities
    customer: Array
    agent: Array
    conversation: Array
    identity: Array
    handoff: Array
    messages: Numbered
    touchpoints: Numbered
    texts: Array


def make_numbers(first: Callable[[str], int], year: Year) -> Numbers:
    chats, now, there = year.chats, year.calendar.now, year.played.kept
    chat = chats.who * 2 + chats.channel
    who = make_identities(year.calendar, year.people, year.names, year.orders, chat[there], chats.opened[there])
    # Only those who have come by now.
    customer = first("customers") - 1 + np.cumsum(who.created <= now)
    facts = year.log.all_touchpoints()
    facts["customer"] = customer[facts["customer"]]
    return Numbers(
        first=first,
        who=who,
        customer=customer,
        agent=first("agents") + np.arange(len(year.team.agents)),
        conversation=_by_time(chats.opened, there, first("conversations")),
        identity=first("identities") + who.chat_place[chat],
        handoff=_handoffs(year, first("handoffs")),
        messages=_said(year, year.log.all_messages(), first("messages")),
        touchpoints=_said(year, facts, first("touchpoints")),
        texts=year.log.words.texts(),
    )


def _said(year: Year, columns: dict[str, Array], first: int) -> Numbered:
    there = (columns["at"] <= year.calendar.now) & ((columns["chat"] < 0) | year.played.kept[columns["chat"]])
    return numbered(columns, there, first)


def _handoffs(year: Year, first: int) -> Array:
    requested, chat = (year.played.handoffs.column(name) for name in ("requested", "chat"))
    return _by_time(requested, (requested <= year.calendar.now) & year.played.kept[chat], first)


def _by_time(at: Array, there: Array, first: int) -> Array:
    number = np.zeros(len(at), np.int64)
    order = np.flatnonzero(there)[np.argsort(at[there], kind="stable")]
    number[order] = first + np.arange(len(order))
    return number
