"""Rows on their way into the warehouse: temporary tables that a fill reads, whichever way they came."""

import json
from typing import Mapping

from bot.base.content import DEFAULT_LANGUAGE, project_content
from bot.base.journey import journey
from bot.store.feeds import Rows
from bot.warehouse.warehouse import Cursor

# What is a word of DuckDB's own.
RENAMED = {"at": "at_time"}


def _columns(**types: str) -> dict[str, str]:
    return {name: type_ for type_, names in types.items() for name in names.split()}


_TOUCHPOINTS = _columns(
    BIGINT="id customer_id conversation_id message_id agent_id value",
    TIMESTAMP="at_time",
    DOUBLE="confidence sentiment",
    VARCHAR="kind channel language location stage engagement touch topic intent model_version experiment variant"
    " detail",
)
# Table by table the columns that a fill reads; every source gives them these names and types.
STAGED: Mapping[str, Mapping[str, str]] = {
    "new_touchpoints": _TOUCHPOINTS,
    "source_story": _TOUCHPOINTS,
    "source_merged": _columns(BIGINT="id merged_into_id"),
    "source_orders": _columns(
        BIGINT="id customer_id total",
        DATE="ordered_on",
        TIMESTAMP="ordered_at",
        BOOLEAN="guest",
        INTEGER="items",
        VARCHAR="status currency location referral_code",
    ),
    "source_presences": _columns(BIGINT="id agent_id", TIMESTAMP="from_at until_at"),
    "source_locations": _columns(VARCHAR="code name city time_zone"),
    "source_agents": _columns(BIGINT="id", VARCHAR="name"),
}
_TOPICS = _columns(VARCHAR="topic topic_group stage title")
_KINDS = _columns(VARCHAR="kind", BOOLEAN="by_customer contact")
_STAGES = _columns(VARCHAR="stage", INTEGER="place")


def create(cursor: Cursor) -> None:
    """Empty tables for everything that can come."""
    for table, columns in STAGED.items():
        declare(cursor, table, columns)


def declare(cursor: Cursor, table: str, columns: Mapping[str, str]) -> None:
    declared = ", ".join(f"{name} {type_}" for name, type_ in columns.items())
    cursor.execute(f"CREATE OR REPLACE TEMP TABLE {table} ({declared})")


def put(cursor: Cursor, table: str, found: Rows) -> None:
    """Add rows, those of the columns that the table has, in one statement: DuckDB is slow at taking them one by one."""
    if not found.rows:
        return
    known = {name: type_ for name, type_, *_ in cursor.execute(f"DESCRIBE {table}").fetchall()}
    names = (RENAMED.get(name, name) for name in found.columns)
    values = {name: column for name, column in zip(names, zip(*found.rows, strict=True), strict=True) if name in known}
    types = json.dumps({name: f"{known[name]}[]" for name in values})
    columns = ", ".join(f"unnest(given.{name}) AS {name}" for name in values)
    query = f"INSERT INTO {table} BY NAME SELECT {columns} FROM (SELECT from_json($1, $2) AS given)"
    cursor.execute(query, [json.dumps(values), types])


def put_declared(cursor: Cursor) -> None:
    """What the project's files say: kinds and stages of the journey, topics."""
    kinds = [(name, kind.by_customer, kind.contact) for name, kind in journey().kinds.items()]
    stages = [(stage, place) for place, stage in enumerate(journey().stages)]
    for table, columns, rows in (
        ("kinds", _KINDS, kinds),
        ("stages", _STAGES, stages),
        ("source_topics", _TOPICS, _topics()),
    ):
        declare(cursor, table, columns)
        put(cursor, table, Rows(tuple(columns), rows))


def _topics() -> list[tuple[str, str, str, str]]:
    content = project_content()
    titles = {name: content.title(name, DEFAULT_LANGUAGE) for name in content.topics}
    return [(topic.name, topic.group, topic.stage, titles[name]) for name, topic in content.topics.items()]
