"""Who the customers are to the database: their names, their addresses on every channel, and who was found to be one."""

import hashlib
from dataclasses import dataclass

import numpy as np

from bot.demo.calendar import DAY, Calendar
from bot.demo.customers.elsewhere import CHANNELS
from bot.demo.customers.orders import Orders
from bot.demo.customers.people import TELEGRAM, People
from bot.demo.script import told
from bot.demo.words import Array

# No chat of Telegram's has a number this high, so nobody can be written to by mistake.
_NO_CHAT = 9 * 10**15
# How long after their first message on a second channel a customer is known to be the same person.
_FOUND_OUT = 6 * DAY


@dataclass
class Names:
    """What customers are called, in their own writing, and their e-mail addresses."""

    name: list[str]
    email: list[str]


def make_names(people: People) -> Names:
    names, emails, domain = [], [], told("people")["email_domain"]
    lists = told("people")["names"]
    rows = zip(people.language.tolist(), people.given.tolist(), people.family.tolist(), strict=True)
    for number, (spoken, given, family) in enumerate(rows):
        listed = lists["ko" if spoken else "en"]
        first = listed["given"][given % len(listed["given"])]
        last = listed["family"][family % len(listed["family"])]
        names.append(f"{last[0]}{first[0]}" if spoken else f"{first} {last}")
        written = f"{first[1]}.{last[1]}" if spoken else f"{first}.{last}".lower()
        emails.append(f"{written}{number}@{domain}")
    return Names(names, emails)


@dataclass(frozen=True)
class Address:
    """A row of identities. `customer` is a place among the customers, `since` a time."""

    customer: int
    channel: str
    address: str
    language: int
    since: float


@dataclass
class Identities:
    """People in their order as customers, then a second customer for each who writes on two channels.

    For each of People: the place of the second customer (-1 without one), and when both were merged (NaN for never).
    For each chat (person * 2 + channel) the place of its row.
    """

    created: Array
    names: list[str]
    second: Array
    merged_at: Array
    chat_place: Array
    rows: list[Address]


def make_identities(
    calendar: Calendar, people: People, names: Names, orders: Orders, chat: Array, opened: Array
) -> Identities:
    """`chat` is person * 2 + channel of each conversation, `opened` when it began."""
    begun = np.full(len(people) * 2, np.inf)
    np.minimum.at(begun, chat, opened)
    everybody = np.arange(len(people))
    other = everybody * 2 + 1 - people.channel
    two = np.flatnonzero(np.isfinite(begun[other]))
    two = two[np.argsort(begun[other[two]], kind="stable")]
    second = np.full(len(people), -1)
    second[two] = len(people) + np.arange(len(two))
    merged = np.full(len(people), np.nan)
    merged[two] = begun[other[two]] + _FOUND_OUT
    rows = _chats(people, begun, second)
    places = np.full(len(begun), -1)
    places[np.argsort(begun, kind="stable")[: len(rows)]] = np.arange(len(rows))
    rows += _addresses(people, names, orders)
    created = np.concatenate([people.arrived, begun[other[two]]])
    return Identities(created, [*names.name, *(names.name[n] for n in two)], second, merged, places, rows)


def _chats(people: People, begun: Array, second: Array) -> list[Address]:
    """The chats there were, in the order they began."""
    rows = []
    for key in np.argsort(begun, kind="stable")[: int(np.isfinite(begun).sum())].tolist():
        who, channel = key // 2, key % 2
        customer = who if channel == people.channel[who] else int(second[who])
        rows.append(Address(customer, CHANNELS[channel], _address(key), int(people.language[who]), float(begun[key])))
    return rows


def _address(key: int) -> str:
    """What is stored of a session is the SHA-256 of its token; nobody knows a token for another function's hash."""
    return str(_NO_CHAT + key) if key % 2 == TELEGRAM else hashlib.blake2b(b"%d" % key, digest_size=32).hexdigest()


def _addresses(people: People, names: Names, orders: Orders) -> list[Address]:
    """E-mail addresses of who has ordered, and a few phone numbers."""
    rows = []
    buyers, first = np.unique(orders.who, return_index=True)
    for who, at in zip(buyers.tolist(), orders.at[first].tolist(), strict=True):
        spoken = int(people.language[who])
        rows.append(Address(who, "email", names.email[who], spoken, at))
        if people.given[who] % 5 == 0:
            rows.append(Address(who, "phone", told("people")["phone"].format(who), spoken, at))
    return rows
