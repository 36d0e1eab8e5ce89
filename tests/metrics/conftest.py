"""Conversations as short rows of touchpoints."""

from contextlib import closing
from datetime import date, datetime, timedelta, timezone
from itertools import count
from typing import Any, Callable, Iterable, Optional

import pytest

from bot.base.clock import now
from bot.metrics.queries.asked import Asked, Period
from bot.metrics.queries.report import Report, report
from bot.store import schema
from bot.store.base.database import Connection, Database
from bot.store.chat import conversations, touchpoints
from bot.store.chat.touchpoints import Kind
from bot.warehouse.filling import open_filled

Told = Callable[..., int]

_KINDS = {kind.label: kind for kind in Kind}
_numbers = count(1)


def measured(
    database: Database,
    start: date,
    end: date,
    by: Optional[str] = None,
    keys: Optional[Iterable[str]] = None,
    zone: str = "UTC",
    as_of: Optional[datetime] = None,
    **filters: tuple[str, ...],
) -> Report:
    """The report on what the database holds now."""
    with closing(open_filled(database, None, zone)) as warehouse:
        return report(warehouse, Asked(Period(start, end), filters, by, as_of or now()), keys)


@pytest.fixture
def tell(database: Database) -> Told:
    """tell(opened, what, channel="web", language="en"): one conversation that began then, in UTC if it names no zone.

    `what` are kinds of touchpoints after conversation_started, a second apart, as in
    "message_received question_asked handoff_accepted=75 handoff_resolved=300:returned" (kind=value:detail).
    """

    def told(opened: str, what: str, channel: str = "web", language: str = "en") -> int:
        moment = datetime.fromisoformat(opened)
        moment = moment if moment.tzinfo else moment.replace(tzinfo=timezone.utc)
        with database.write() as tx:
            return _told(tx, moment, ["conversation_started", *what.split()], channel, language)

    return told


def _told(tx: Connection, moment: datetime, events: list[str], channel: str, language: str) -> int:
    about = _opened(tx, moment, channel, language)
    facts = []
    for place, event in enumerate(events):
        label, _, rest = event.partition("=")
        value, _, detail = rest.partition(":")
        if label in ("message_received", "button_pressed"):
            about["message_id"] = _said(tx, about["conversation_id"], channel, moment)
        at = moment + timedelta(seconds=place)
        given = dict(cause=f"test{next(_numbers)}", at=at, value=int(value) if value else None, detail=detail or None)
        facts.append({**about, **given, **_KINDS[label].defaults()})
    touchpoints.add(tx, facts)
    return int(about["conversation_id"])


def _said(tx: Connection, conversation_id: int, channel: str, moment: datetime) -> int:
    values = dict(conversation_id=conversation_id, channel=channel, sender="customer", text="some words", state="new")
    insert = schema.messages.insert().values(**values, created_at=moment, external_id=f"message{next(_numbers)}")
    return int(tx.execute(insert).inserted_primary_key[0])


def _opened(tx: Connection, moment: datetime, channel: str, language: str) -> dict[str, Any]:
    identity = conversations.add_identity(tx, channel, f"chat{next(_numbers)}", language)
    values = dict(identity_id=identity.id, owner="bot", version=0, opened_at=moment, active_at=moment)
    insert = schema.conversations.insert().values(channel=channel, language=language, **values)
    number = tx.execute(insert).inserted_primary_key[0]
    return dict(conversation_id=number, customer_id=identity.customer_id, channel=channel, language=language)
