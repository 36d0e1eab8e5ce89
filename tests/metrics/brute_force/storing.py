"""The rows put into the operational tables, with everything they refer to."""

from datetime import date, datetime, timezone
from typing import Any, Iterable, Mapping, Sequence

import numpy as np

from bot.store.base.bulk import Bulk, bulk
from bot.store.base.database import Database
from tests.metrics.brute_force.rows import Rows, Touchpoint

Values = dict[str, Any]


def store(database: Database, rows: Rows) -> None:
    """In one transaction, into an empty database."""
    touchpoints = sorted(rows.touchpoints)
    begun = min((t.at for t in touchpoints), default=datetime(2025, 1, 1, tzinfo=timezone.utc))
    with bulk(database) as writer:
        _customers(writer, rows, begun)
        _agents(writer, rows, begun)
        _conversations(writer, touchpoints)
        _write(writer, "touchpoints", {**_columns(touchpoints), "cause": [f"generated{t.id}" for t in touchpoints]})
        numbers = [f"K{order.id}" for order in rows.orders]
        _write(writer, "orders", {**_columns(rows.orders), "key": numbers, "number": numbers})
        _write(writer, "presences", {**_columns(rows.presences), "id": range(1, len(rows.presences) + 1)})


def _add(writer: Bulk, table: str, values: Iterable[Values]) -> None:
    rows = list(values)
    _write(writer, table, {name: [row[name] for row in rows] for name in (rows[0] if rows else ())})


def _columns(facts: Sequence[Any]) -> dict[str, Sequence[Any]]:
    """The facts' own columns; hundreds of thousands of mappings would take long to make."""
    return dict(zip(facts[0]._fields, zip(*facts, strict=True), strict=True)) if facts else {}


def _write(writer: Bulk, table: str, columns: Mapping[str, Sequence[Any]]) -> None:
    for _ in writer.add(table, {name: _column(values) for name, values in columns.items()}):
        pass
    writer.first_id(table)


def _column(values: Sequence[Any]) -> Any:
    """Moments, which are in UTC here, and days as the writer wants them."""
    given = next((value for value in values if value is not None), None)
    if isinstance(given, datetime):
        return np.array([v and v.replace(tzinfo=None) for v in values], "datetime64[us]")
    return np.array(values, "datetime64[D]") if isinstance(given, date) else values


def _customers(writer: Bulk, rows: Rows, begun: Any) -> None:
    numbers = {t.customer_id for t in rows.touchpoints} | {o.customer_id for o in rows.orders if o.customer_id}
    numbers |= set(rows.merged_into) | set(rows.merged_into.values()) | set(rows.undone) | set(rows.undone.values())
    # Whom others are merged into has to be there first.
    ordered = sorted(numbers, key=lambda number: (_depth(rows, number), number))
    _add(
        writer,
        "customers",
        (dict(id=n, created_at=begun, merged_into_id=rows.merged_into.get(n)) for n in ordered),
    )
    merges = [(one, other) for told in (rows.undone, rows.merged_into) for one, other in told.items()]
    undone = [(one, None) for one in rows.undone]
    entries = (
        dict(id=n, customer_id=a, into_id=b, reason="generated", at=begun)
        for n, (a, b) in enumerate([*merges, *undone], 1)
    )
    _add(writer, "merges", entries)


def _depth(rows: Rows, number: int) -> int:
    into = rows.merged_into.get(number)
    return 0 if into is None else 1 + _depth(rows, into)


def _agents(writer: Bulk, rows: Rows, begun: Any) -> None:
    numbers = {t.agent_id for t in rows.touchpoints} | {presence.agent_id for presence in rows.presences}
    agents = (dict(id=n, name=f"agent {n}", password_hash="!", created_at=begun) for n in sorted(numbers - {None}))
    _add(writer, "agents", agents)


def _conversations(writer: Bulk, touchpoints: list[Touchpoint]) -> None:
    """An identity each: one may have only one open conversation."""
    first: dict[int, Touchpoint] = {}
    closed, messages = {}, {}
    for t in touchpoints:
        if t.conversation_id is not None:
            first.setdefault(t.conversation_id, t)
            if t.kind == "conversation_closed":
                closed[t.conversation_id] = t.at
            if t.message_id is not None:
                messages.setdefault(t.message_id, t)
    _add(writer, "identities", (_identity(number, t) for number, t in first.items()))
    _add(writer, "conversations", (_conversation(number, t, closed.get(number)) for number, t in first.items()))
    _add(writer, "messages", (_message(number, t) for number, t in sorted(messages.items())))


def _identity(number: int, t: Touchpoint) -> Values:
    where = dict(channel=t.channel, external_id=f"chat{number}", language=t.language)
    return dict(id=number, customer_id=t.customer_id, created_at=t.at, **where)


def _conversation(number: int, t: Touchpoint, closed_at: Any) -> Values:
    state = dict(owner="closed" if closed_at else "bot", version=0, opened_at=t.at, active_at=t.at, closed_at=closed_at)
    return dict(id=number, identity_id=number, channel=t.channel, language=t.language, **state)


def _message(number: int, t: Touchpoint) -> Values:
    said = dict(sender="customer", text="some words", state="handled", created_at=t.at, external_id=f"m{number}")
    return dict(id=number, conversation_id=t.conversation_id, channel=t.channel, **said)
