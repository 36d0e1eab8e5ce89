"""The rows put into the operational tables, with everything they refer to."""

from typing import Any, Iterable

from bot.store import schema
from bot.store.database import Connection, Database
from tests.metrics.brute_force.rows import Rows, Touchpoint

Values = dict[str, Any]


def store(database: Database, rows: Rows) -> None:
    """In one transaction, into an empty database."""
    touchpoints = sorted(rows.touchpoints)
    begun = min((t.at for t in touchpoints), default=None)
    with database.write() as tx:
        _customers(tx, rows, begun)
        _agents(tx, rows, begun)
        _conversations(tx, touchpoints)
        _add(tx, schema.touchpoints, ({**t._asdict(), "cause": f"generated{t.id}"} for t in touchpoints))
        _add(tx, schema.orders, ({**o._asdict(), "key": f"K{o.id}", "number": f"K-{o.id}"} for o in rows.orders))
        _add(tx, schema.presences, (presence._asdict() for presence in rows.presences))


def _add(tx: Connection, table: Any, values: Iterable[Values]) -> None:
    rows = list(values)
    for start in range(0, len(rows), 50_000):
        tx.execute(table.insert(), rows[start : start + 50_000])


def _customers(tx: Connection, rows: Rows, begun: Any) -> None:
    numbers = {t.customer_id for t in rows.touchpoints} | {o.customer_id for o in rows.orders if o.customer_id}
    numbers |= set(rows.merged_into) | set(rows.merged_into.values()) | set(rows.undone) | set(rows.undone.values())
    # Whom others are merged into has to be there first.
    ordered = sorted(numbers, key=lambda number: (_depth(rows, number), number))
    _add(
        tx,
        schema.customers,
        (dict(id=n, created_at=begun, merged_into_id=rows.merged_into.get(n)) for n in ordered),
    )
    merges = [(one, other) for told in (rows.undone, rows.merged_into) for one, other in told.items()]
    undone = [(one, None) for one in rows.undone]
    entries = (dict(customer_id=a, into_id=b, reason="generated", at=begun) for a, b in [*merges, *undone])
    _add(tx, schema.merges, entries)


def _depth(rows: Rows, number: int) -> int:
    into = rows.merged_into.get(number)
    return 0 if into is None else 1 + _depth(rows, into)


def _agents(tx: Connection, rows: Rows, begun: Any) -> None:
    numbers = {t.agent_id for t in rows.touchpoints} | {presence.agent_id for presence in rows.presences}
    agents = (dict(id=n, name=f"agent {n}", password_hash="!", created_at=begun) for n in sorted(numbers - {None}))
    _add(tx, schema.agents, agents)


def _conversations(tx: Connection, touchpoints: list[Touchpoint]) -> None:
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
    _add(tx, schema.identities, (_identity(number, t) for number, t in first.items()))
    _add(tx, schema.conversations, (_conversation(number, t, closed.get(number)) for number, t in first.items()))
    _add(tx, schema.messages, (_message(number, t) for number, t in sorted(messages.items())))


def _identity(number: int, t: Touchpoint) -> Values:
    where = dict(channel=t.channel, external_id=f"chat{number}", language=t.language)
    return dict(id=number, customer_id=t.customer_id, created_at=t.at, **where)


def _conversation(number: int, t: Touchpoint, closed_at: Any) -> Values:
    state = dict(owner="closed" if closed_at else "bot", version=0, opened_at=t.at, active_at=t.at, closed_at=closed_at)
    return dict(id=number, identity_id=number, channel=t.channel, language=t.language, **state)


def _message(number: int, t: Touchpoint) -> Values:
    said = dict(sender="customer", text="some words", state="handled", created_at=t.at, external_id=f"m{number}")
    return dict(id=number, conversation_id=t.conversation_id, channel=t.channel, **said)
