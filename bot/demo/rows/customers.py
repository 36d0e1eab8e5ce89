"""Rows of the customers: who they are, where they are reached, who was found to be one person."""

import numpy as np

from bot.demo.rows.numbering import moments, optional
from bot.demo.rows.numbers import Numbers
from bot.demo.script import LANGUAGES
from bot.demo.year import Year
from bot.store.base.bulk import Columns

# As the product says it (bot/services/orders.py).
_MERGED = "tracked an order of the address"


def customers(year: Year, n: Numbers) -> Columns:
    """Those who have come by now. The older of two that are one comes first, so that the other can refer to it."""
    there = n.who.created <= year.calendar.now
    into = np.full(len(there), -1)
    merged = np.flatnonzero(n.who.merged_at <= year.calendar.now)
    into[n.who.second[merged]] = merged
    return dict(
        id=n.customer[there],
        created_at=moments(n.who.created[there]),
        name=[name for name, came in zip(n.who.names, there, strict=True) if came],
        merged_into_id=optional(n.customer[into[there]], into[there] < 0),
    )


def merges(year: Year, n: Numbers) -> Columns:
    merged = np.flatnonzero(n.who.merged_at <= year.calendar.now)
    merged = merged[np.argsort(n.who.merged_at[merged], kind="stable")]
    return dict(
        id=n.first("merges") + np.arange(len(merged)),
        customer_id=n.customer[n.who.second[merged]],
        into_id=n.customer[merged],
        reason=[_MERGED] * len(merged),
        at=moments(n.who.merged_at[merged]),
    )


def identities(year: Year, n: Numbers) -> Columns:
    found = [row for row in n.who.rows if row.since <= year.calendar.now]
    return dict(
        id=n.first("identities") + np.arange(len(found)),
        customer_id=n.customer[[row.customer for row in found]],
        channel=[row.channel for row in found],
        external_id=[row.address for row in found],
        language=[LANGUAGES[row.language] for row in found],
        created_at=moments(np.array([row.since for row in found], dtype=float)),
    )
