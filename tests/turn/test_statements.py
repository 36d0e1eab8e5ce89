"""What a message costs the database: few statements, and an index for each, however much is stored."""

import asyncio
import re
import threading
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
import sqlalchemy as sa
from fastapi import FastAPI

from bot.base.content import Content
from bot.base.settings import Settings
from bot.channels.web import api
from bot.services.inbox import Inbox
from bot.store.base.database import Database
from bot.store.base.listening import Listener
from bot.store.turns import claims, delays, outbox
from bot.store.turns.claims import claim_for
from bot.turn.runner import TurnRunner
from tests.channels.web.test_live import connect, receive
from tests.channels.web.visitors import Visitor
from tests.customer import reader
from tests.fakes.http_server import HttpServer
from tests.waiting import until

AT_MOST = 10
QUESTIONS = (
    "how do i get a refund",
    "what is the delivery period",
    "which payment methods do you take",
    "can i change my order",
)
# These grow with the customers; the others hold a few rows.
LARGE = ("buttons", "conversations", "customers", "dialogues", "handoffs", "identities", "messages", "touchpoints")


class Statements:
    """What a database executes while `on` is set, but for the beginnings of transactions, by thread."""

    def __init__(self, database: Database) -> None:
        self.on = False
        self.executed: list[tuple[str, Any]] = []
        self.threads: list[str] = []
        sa.event.listen(database.engine, "before_cursor_execute", self._note)

    def _note(self, _connection: Any, _cursor: Any, statement: str, parameters: Any, _context: Any, many: bool) -> None:
        if self.on and not statement.startswith("BEGIN"):
            self.executed.append((statement, parameters[0] if many else parameters))
            self.threads.append(threading.current_thread().name)

    def of_messages(self) -> list[str]:
        """Without what time costs, however many messages come: looking every second, and noting what was shown."""
        both = zip(self.executed, self.threads, strict=True)
        return [statement for (statement, _), thread in both if not thread.startswith(("turns", "Thread-"))]


@pytest.fixture
def statements(database: Database) -> Statements:
    return Statements(database)


@pytest.fixture
def visitor(
    database: Database, content: Content, dialogue: Any, settings: Callable[..., Settings]
) -> Iterator[Visitor]:
    """A browser, and everything between it and the answers."""
    listener = Listener(database)
    runner = TurnRunner(database, content, lambda: (dialogue, reader()), 2, 10)
    app = FastAPI()
    app.include_router(api.router(Inbox(database, runner), database, database.signals, settings()))
    listener.start()
    runner.start()
    until(runner.ready.is_set)
    with HttpServer().serving(app) as url, httpx.Client(base_url=url, timeout=30) as http:
        yield Visitor.new(http)
    runner.stop()
    listener.stop()


async def _talk(visitor: Visitor, questions: tuple[str, ...], socket: Any) -> None:
    """Each question once the one before it is answered."""
    for question in questions:
        await asyncio.to_thread(visitor.says, question)
        # The message, the answer, and what the bot asks then.
        await receive(socket, 3)


def _executed(visitor: Visitor, statements: Statements) -> list[tuple[str, Any]]:
    async def whole() -> None:
        async with connect(visitor) as socket:
            await _talk(visitor, QUESTIONS[:1], socket)
            await asyncio.sleep(0.5)
            statements.on = True
            await _talk(visitor, QUESTIONS, socket)
            # What was shown is noted a little later.
            await asyncio.sleep(0.5)
            statements.on = False

    asyncio.run(whole())
    return statements.executed


def test_a_message_costs_at_most_ten_statements_from_request_to_reply(visitor: Visitor, statements: Statements) -> None:
    _executed(visitor, statements)
    per_message = len(statements.of_messages()) / len(QUESTIONS)
    assert 5 < per_message <= AT_MOST, "\n".join(statements.of_messages())


def test_every_statement_of_a_message_has_an_index(
    visitor: Visitor, statements: Statements, database: Database
) -> None:
    executed = _executed(visitor, statements)
    statements.on = True
    _look_for_work(database)
    statements.on = False
    assert len(executed) > len(QUESTIONS)
    for statement, parameters in executed:
        assert not _read_as_a_whole(statement, _plan(database, statement, parameters)), statement


def _look_for_work(database: Database) -> None:
    """What processes ask from time to time while there is nothing to do."""
    claims.take_waiting(database, claim_for("this process"), 64)
    with database.read() as tx:
        outbox.pending(tx, "telegram")
        delays.untold(tx, claim_for("").until)


def _read_as_a_whole(statement: str, plan: str) -> list[str]:
    """Large tables of the statement that are. SQLite also lists those that refer to a row which is added.

    It never looks at these, as long as no row refers to one that is missing.
    """
    named = [table for table in LARGE if re.search(rf"\b{table}\b", statement)]
    return [table for table in named if re.search(rf"(SCAN|Seq Scan on) {table}\b(?! USING)", plan)]


def _plan(database: Database, statement: str, parameters: Any) -> str:
    with database.engine.connect() as tx:
        if database.shared:
            # A table this small is read as a whole, unless that is made dear.
            tx.exec_driver_sql("SET LOCAL enable_seqscan = off")
        explain = "EXPLAIN" if database.shared else "EXPLAIN QUERY PLAN"
        rows = tx.exec_driver_sql(f"{explain} {statement}", parameters).all()
        tx.rollback()
    return "\n".join(str(row[-1]) for row in rows)
