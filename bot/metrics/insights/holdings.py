"""What the warehouse holds: tables and columns with their descriptions, how far it reaches, where days are missing."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Optional

from bot.metrics.queries.asked import Asked
from bot.metrics.queries.query import Query, parameters
from bot.warehouse.warehouse import Warehouse

# Tables of facts with the column of the day on which a row counts.
_FACTS = {
    "touchpoints": "at_day", "conversations": "opened_day", "handoffs": "opened_day", "questions": "at_day",
    "surveys": "at_day", "orders": "at_day", "links": "at_day", "exposures": "at_day", "customers": "first_day",
}  # fmt: skip


@dataclass(frozen=True)
class Holding:
    """How many rows a fact table has, from which day to which."""

    table: str
    rows: int
    first: Optional[date]
    last: Optional[date]


@dataclass(frozen=True)
class Described:
    """A table, or with `column` one of its columns."""

    table: str
    column: str
    type: str
    comment: str


@dataclass(frozen=True)
class Source:
    """What came in the period by a channel."""

    channel: str
    touchpoints: int
    days: int
    last: date


def holdings(warehouse: Warehouse) -> list[Holding]:
    parts = (f"SELECT '{table}', count(*), min({day}), max({day}) FROM {table}" for table, day in _FACTS.items())  # noqa: S608
    return [Holding(*row) for row in Query(" UNION ALL ".join(parts), {}).run(warehouse)]


def dictionary(warehouse: Warehouse) -> list[Described]:
    """Tables and columns that have a description, in their order."""
    sql = """SELECT table_name, column_name, lower(data_type), comment, table_oid, column_index
        FROM duckdb_columns() WHERE comment IS NOT NULL AND NOT internal
        UNION ALL SELECT table_name, '', '', comment, table_oid, -1 FROM duckdb_tables() WHERE comment IS NOT NULL
        ORDER BY 5, 6"""
    return [Described(*row[:4]) for row in Query(sql, {}).run(warehouse)]


def sources(warehouse: Warehouse, asked: Asked) -> list[Source]:
    """The channels of the period's touchpoints, the largest first."""
    sql = """SELECT channel, count(*), count(DISTINCT at_day), max(at_day) FROM touchpoints
        WHERE at_day >= $start AND at_day < $end GROUP BY channel ORDER BY 2 DESC, 1"""
    return [Source(*row) for row in Query(sql, parameters(asked)).run(warehouse)]


def silent_days(warehouse: Warehouse, asked: Asked) -> list[date]:
    """Days of the period on which nothing came in, from the first touchpoint of all to the moment of the question."""
    sql = """SELECT day FROM days
        WHERE day >= $start AND day < $end AND day <= $as_of::DATE AND day >= (SELECT min(at_day) FROM touchpoints)
        AND day NOT IN (SELECT at_day FROM touchpoints WHERE at_day >= $start AND at_day < $end) ORDER BY day"""
    return [day for (day,) in Query(sql, parameters(asked)).run(warehouse)]


def newest(warehouse: Warehouse) -> Optional[datetime]:
    """When the newest touchpoint happened, UTC without a zone; None in an empty warehouse."""
    found: Optional[datetime] = Query("SELECT max(at_time) FROM touchpoints", {}).run(warehouse)[0][0]
    return found
