"""Writing a made-up year into an empty database, all of it or nothing."""

from typing import Iterator

import numpy as np

from bot.base.content import Content
from bot.demo.rows.conversations import complaints, conversations, handoffs, surveys
from bot.demo.rows.customers import customers, identities, merges
from bot.demo.rows.log import messages, touchpoints
from bot.demo.rows.numbering import moments
from bot.demo.rows.numbers import Numbers, make_numbers
from bot.demo.rows.shop import shop
from bot.demo.rows.staff import agents, presences
from bot.demo.year import Wanted, Year, make_year
from bot.services.locations import every
from bot.store.base.bulk import Columns, bulk
from bot.store.base.database import Database


def fill(database: Database, wanted: Wanted, content: Content) -> Iterator[tuple[int, int]]:
    """Make up a year and write it; yields how many of how many rows are written, of 0 while it is being made up."""
    yield 0, 0
    with bulk(database) as writer:
        year = make_year(wanted, content, every(database), writer.first_id("customers"))
        tables = _tables(year, make_numbers(writer.first_id, year))
        total, done = sum(len(columns["id"]) for columns in tables.values()), 0
        for name, columns in tables.items():
            for written in writer.add(name, columns):
                yield done + written, total
            done += len(columns["id"])


def _tables(year: Year, n: Numbers) -> dict[str, Columns]:
    """The rows of every table, those that others refer to first."""
    return dict(
        agents=agents(year, n),
        presences=presences(year, n),
        customers=customers(year, n),
        merges=merges(year, n),
        identities=identities(year, n),
        experiments=_experiments(year, n),
        **shop(year, n),
        conversations=conversations(year, n),
        messages=messages(year, n),
        handoffs=handoffs(year, n),
        surveys=surveys(year, n),
        complaints=complaints(year, n),
        touchpoints=touchpoints(year, n),
    )


def _experiments(year: Year, n: Numbers) -> Columns:
    trial, there = year.trial, int(bool(year.trial.key) and year.trial.since <= year.calendar.now)
    return dict(
        id=[n.first("experiments")] * there,
        key=[trial.key] * there,
        state=["running"] * there,
        started_at=moments(np.full(there, trial.since)),
    )
