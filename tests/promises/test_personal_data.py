"""What a customer gives away stays in the transcript: neither touchpoints nor logs nor error texts have it."""

import io
import logging
import sys
from typing import Any, Callable, Iterator, Optional

import pytest
import sqlalchemy as sa
import structlog

from bot.base import logs
from bot.base.content import Content
from bot.store.base.database import Connection, Database
from bot.store.chat.touchpoints import Kind
from bot.store.schema import messages, touchpoints
from bot.store.turns.work import Work
from bot.turn import turn
from tests.customer import Customer

GIVEN_AWAY = ("ann.lee@example.com", "010-1234-5678", "4111 1111 1111 1111", "900101-1234567", "DE89370400440532013000")
TEXT = "I am ann.lee@example.com, 010-1234-5678, card 4111 1111 1111 1111, 900101-1234567, DE89370400440532013000"


class Careless:
    """Records what it hears in full, logs it, and then does what the test wants."""

    version = "tested"

    def __init__(self, then: Callable[[Work], object]) -> None:
        self.then = then

    def respond(self, work: Work, payload: Optional[str] = None) -> dict[str, Any]:
        assert work.message is not None
        work.record(Kind.MESSAGE_RECEIVED, detail=work.message.text)
        work.reply("Thank you!")
        self.then(work)
        return {}


@pytest.fixture
def log(monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    """Everything that is logged, as it would appear on stderr."""
    written = io.StringIO()
    with monkeypatch.context() as patch:
        patch.setattr(sys, "stderr", written)
        structlog.reset_defaults()
        logs.configure("DEBUG", as_json=True)
        # A logger that was used before goes on as it was configured then.
        patch.setattr(turn, "log", structlog.get_logger())
        yield written
    logs.configure("WARNING")


def _fail(work: Work) -> None:
    assert work.message is not None
    raise ValueError(f"can't read {work.message.text!r}")


def _fail_in_the_database(work: Work) -> None:
    assert work.message is not None
    work.later(_add_half_a_message, work.message.text)


def _add_half_a_message(tx: Connection, text: str) -> None:
    tx.execute(messages.insert().values(text=text))


def _stored(database: Database, table: Any, *columns: str) -> str:
    with database.read() as tx:
        return str([tuple(row[c] for c in columns) for row in tx.execute(sa.select(table)).mappings()])


def _found_in(text: str) -> list[str]:
    return [secret for secret in GIVEN_AWAY if secret in text]


def test_a_turn_leaves_no_personal_data_but_in_the_transcript(database: Database, content: Content) -> None:
    Customer(database, content, Careless(lambda work: None)).says(TEXT)
    recorded = _stored(database, touchpoints, *touchpoints.c.keys())
    assert "<EMAIL>" in recorded
    assert "<CARD>" in recorded
    assert _found_in(recorded) == []
    assert _found_in(_stored(database, messages, "text")) == list(GIVEN_AWAY)


@pytest.mark.parametrize("fail", [_fail, _fail_in_the_database])
def test_a_failing_turn_neither(
    database: Database, content: Content, log: io.StringIO, fail: Callable[[Work], object]
) -> None:
    customer = Customer(database, content, Careless(fail))
    customer.says(TEXT)
    for _ in range(2):
        with database.write() as tx:
            tx.execute(messages.update().values(due_at=None))
        customer.says("again")
    kept = _stored(database, messages, "error") + _stored(database, touchpoints, *touchpoints.c.keys())
    assert "turn_failed" in kept
    assert _found_in(kept) == []
    assert "turn failed" in log.getvalue()
    assert _found_in(log.getvalue()) == []


def test_logs_have_no_addresses_numbers_or_tokens(log: io.StringIO) -> None:
    token = "aB3-" * 10
    structlog.get_logger("ours").warning("ann.lee@example.com wrote", number="010-1234-5678", headers={"token": token})
    logging.getLogger("theirs").warning("refused %s with %s", "ann.lee@example.com", token)
    try:
        raise ValueError("ann.lee@example.com")
    except ValueError:
        structlog.get_logger("ours").exception("failed")
        logging.getLogger("theirs").exception("failed")
    written = log.getvalue()
    assert written.count("<EMAIL>") >= 4
    assert "<PHONE>" in written
    assert written.count("<SECRET>") == 2
    assert _found_in(written) == []
    assert token not in written
