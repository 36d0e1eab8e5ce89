"""Episodes end by inactivity, but never under somebody's hands."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import sqlalchemy as sa

from bot.base.content import Content
from bot.services import handoffs
from bot.store.base.database import Database
from bot.store.chat import conversations
from bot.store.schema import touchpoints
from bot.store.turns.work import load_work
from bot.turn.closing import IdleClosing
from tests.customer import Customer
from tests.turn.test_turn import Echo

AT_ONCE = timedelta(seconds=-1)


@pytest.fixture
def customer(database: Database, content: Content) -> Customer:
    return Customer(database, content, Echo())


def _close(database: Database, idle_for: timedelta = AT_ONCE) -> int:
    return IdleClosing(database, idle_for).close_idle()


def test_an_idle_conversation_is_closed_and_the_next_message_opens_another(customer: Customer) -> None:
    customer.says("hello")
    first = customer.conversation_id
    assert _close(customer.database) == 1
    assert _close(customer.database) == 0
    customer.says("me again")
    assert customer.conversation_id != first
    with customer.database.read() as tx:
        closed = conversations.get(tx, first)
        kinds = tx.execute(
            sa.select(touchpoints.c.kind).where(touchpoints.c.conversation_id == first).order_by(touchpoints.c.id)
        ).scalars()
        assert list(kinds)[-1] == "conversation_closed"
    assert closed.closed_at is not None
    assert closed.owner == "closed"


def test_a_conversation_that_is_not_idle_stays_open(customer: Customer) -> None:
    customer.says("hello")
    assert _close(customer.database, timedelta(minutes=5)) == 0


def test_an_unhandled_message_keeps_it_open(customer: Customer) -> None:
    customer.sends("hello")
    assert _close(customer.database) == 0


def test_a_customer_in_the_queue_is_not_sent_away(customer: Customer) -> None:
    customer.says("hello")
    work = load_work(customer.database, customer.conversation_id, "test:request")
    handoffs.request(work, "requested")
    work.commit()
    assert _close(customer.database) == 0


def test_several_processes_close_each_conversation_once(postgres_url: str, content: Content) -> None:
    databases = [Database(postgres_url) for _ in range(3)]
    customers = [Customer(databases[0], content, Echo()) for _ in range(8)]
    for somebody in customers:
        somebody.says("hello")
    with ThreadPoolExecutor() as processes:
        assert sum(processes.map(_close, databases)) == len(customers)
    with databases[0].read() as tx:
        closed = tx.execute(sa.select(touchpoints.c.id).where(touchpoints.c.kind == "conversation_closed")).all()
    assert len(closed) == len(customers)
    for database in databases:
        database.dispose()
