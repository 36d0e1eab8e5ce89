"""Who waits for long is told, once, in their language; nobody is told who need not be."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from bot.base.clock import now
from bot.base.content import Content
from bot.store.base.database import Database
from bot.store.schema import messages
from bot.turn.delays import Delays
from tests.customer import Customer
from tests.turn.test_runner import Slow


def _pass(database: Database, seconds: float) -> None:
    """As if everything had been written so much earlier."""
    with database.write() as tx:
        tx.execute(messages.update().values(created_at=now() - timedelta(seconds=seconds)))


def test_the_customer_is_told_once(database: Database, content: Content) -> None:
    customer = Customer(database, content, Slow(), language="ko")
    customer.sends("one")
    delays = Delays(database, content, deadline_seconds=10)
    assert delays.tell() == 0
    _pass(database, 20)
    customer.sends("two")
    assert delays.tell() == 1
    told = customer.history()[-1]
    assert (told.sender, told.text) == ("system", content.text("utter_delayed", "ko"))
    _pass(database, 20)
    assert delays.tell() == 0


def test_the_answer_comes_all_the_same(database: Database, content: Content) -> None:
    customer = Customer(database, content, Slow())
    customer.sends("one")
    _pass(database, 20)
    Delays(database, content, 10).tell()
    assert [message.text for message in customer.says("two")] == ["re: one", "re: two"]


def test_who_talks_to_a_human_or_was_answered_is_not_told(database: Database, content: Content) -> None:
    answered, with_human = (Customer(database, content, Slow()) for _ in range(2))
    answered.says("one")
    with_human.sends("one")
    with database.write() as tx:
        tx.exec_driver_sql(f"UPDATE conversations SET owner = 'human' WHERE id = {with_human.conversation_id}")
    _pass(database, 60)
    assert Delays(database, content, 10).tell() == 0


def test_several_processes_tell_each_customer_once(postgres_url: str, content: Content) -> None:
    databases = [Database(postgres_url) for _ in range(3)]
    customers = [Customer(databases[0], content, Slow()) for _ in range(8)]
    for somebody in customers:
        somebody.sends("hello")
    _pass(databases[0], 60)
    with ThreadPoolExecutor() as processes:
        told = processes.map(lambda database: Delays(database, content, 10).tell(), databases)
        assert sum(told) == len(customers)
    assert [len(somebody.history()) for somebody in customers] == [2] * len(customers)
    for database in databases:
        database.dispose()
