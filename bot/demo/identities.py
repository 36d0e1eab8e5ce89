"""Who the customers are to the database: their names, their addresses on every channel, and who was found to be one."""

from dataclasses import dataclass

import numpy as np

from bot.demo.calendar import DAY, Calendar
from bot.demo.orders import Orders
from bot.demo.people import TELEGRAM, People
from bot.demo.script import told
from bot.demo.words import Array

# No chat of Telegram's has a number this high, so nobody can be written to by mistake.
_NO_CHAT = 9 * 10**15


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


@dataclass
class Identities:
    """Rows of customers, identities and merges, with places from 0; a customer of two channels is two rows at first."""

    created: Array
    customer_name: list[str]
    root: Array
    second: Array
    merged_at: Array
    chat_place: Array
    rows: "list[tuple[int, str, str, int, float]]"


def make_identities(
    rng: np.random.Generator, calendar: Calendar, people: People, names: Names, orders: Orders, chat: Array, opened: Array
) -> Identities:  # fmt: skip
    """`chat` is customer * 2 + channel of each conversation, `opened` when it began."""
    begun = np.full(len(people) * 2, np.inf)
    np.minimum.at(begun, chat, opened)
    own = np.arange(len(people)) * 2 + people.channel
    other = np.arange(len(people)) * 2 + 1 - people.channel
    two = np.flatnonzero(np.isfinite(begun[other]))
    began = np.concatenate([np.minimum(people.arrived, begun[own]), begun[other[two]]])
    order = np.argsort(began, kind="stable")
    place = np.empty(len(order), np.int64)
    place[order] = np.arange(len(order))
    second = np.full(len(people), -1)
    second[two] = place[len(people) :]
    merged = np.full(len(people), np.nan)
    found = begun[other[two]] + rng.exponential(9 * DAY, len(two))
    merged[two] = np.where(found < calendar.end, found, np.nan)
    chat_place = np.full(len(people) * 2, -1)
    owner = np.concatenate([np.arange(len(people)), two])[order]
    rows = _chats(rng, people, begun, own, other, place[: len(people)], second, chat_place)
    rows += _addresses(people, names, orders, place[: len(people)])
    return Identities(began[order], [names.name[n] for n in owner.tolist()], place[: len(people)], second, merged,
                      chat_place, rows)  # fmt: skip


def _chats(
    rng: np.random.Generator, people: People, begun: Array, own: Array, other: Array, root: Array, second: Array,
    chat_place: Array,
) -> "list[tuple[int, str, str, int, float]]":  # fmt: skip
    """(customer, channel, address, language, since) of each chat there was; its place goes into `chat_place`."""
    rows = []
    keys = [
        (int(key), int(who)) for key, who in ((own, root), (other, second)) for key, who in zip(key, who, strict=True)
    ]
    for key, customer in sorted((k for k in keys if np.isfinite(begun[k[0]])), key=lambda k: begun[k[0]]):
        chat_place[key] = len(rows)
        channel = "telegram" if key % 2 == TELEGRAM else "web"
        # What is stored of a session is a hash of its token; nobody knows a token for random bits.
        address = str(_NO_CHAT + key) if key % 2 == TELEGRAM else rng.bytes(32).hex()
        rows.append((customer, channel, address, int(people.language[key // 2]), float(begun[key])))
    return rows


def _addresses(people: People, names: Names, orders: Orders, root: Array) -> "list[tuple[int, str, str, int, float]]":
    """E-mail addresses of who has ordered, and a few phone numbers."""
    rows = []
    buyers, first = np.unique(orders.who, return_index=True)
    for who, at in zip(buyers.tolist(), orders.at[first].tolist(), strict=True):
        customer, spoken = int(root[who]), int(people.language[who])
        rows.append((customer, "email", names.email[who], spoken, at))
        if people.given[who] % 5 == 0:
            rows.append((customer, "phone", told("people")["phone"].format(who), spoken, at))
    return rows
