"""Dimensions that are read whole, and written only when they changed."""

from hashlib import sha256
from typing import Mapping

from bot.base.content import DEFAULT_LANGUAGE, project_content
from bot.store.analytics.feeds import Rows
from bot.warehouse import rows
from bot.warehouse.warehouse import Cursor, mark, set_marks

_TYPES: Mapping[str, Mapping[str, str]] = {
    "locations": dict.fromkeys(("location", "name", "city", "time_zone"), "VARCHAR"),
    "agents": {"agent_id": "BIGINT", "name": "VARCHAR"},
    "topics": dict.fromkeys(("topic", "topic_group", "stage", "title"), "VARCHAR"),
}


def changed(cursor: Cursor, table: str, found: Rows) -> bool:
    return mark(cursor, table) != _digest(found)


def write(cursor: Cursor, table: str, found: Rows) -> None:
    """Have these rows in the table, with its columns in their order, and no others."""
    if changed(cursor, table, found):
        types = _TYPES[table]
        cursor.execute(f"DELETE FROM {table}")
        rows.put(cursor, table, types, Rows(tuple(types), found.rows))
        set_marks(cursor, {table: _digest(found)})


def topics() -> Rows:
    """What the assistant can answer, as this checkout has it."""
    content = project_content()
    found = [(t.name, t.group, t.stage, content.title(t.name, DEFAULT_LANGUAGE)) for t in content.topics.values()]
    return Rows(tuple(_TYPES["topics"]), found)


def _digest(found: Rows) -> str:
    return sha256(repr([tuple(row) for row in found.rows]).encode()).hexdigest()
