"""One turn: what happens when it works, fails, comes too late, or is overtaken."""

import threading
from contextlib import suppress
from typing import Callable, Optional

import pytest
import sqlalchemy as sa

from bot.base.content import Content
from bot.services import handoffs
from bot.store.base.database import Database
from bot.store.chat import messages
from bot.store.chat.touchpoints import Kind
from bot.store.schema import messages as table
from bot.store.schema import touchpoints
from bot.store.staff import agents
from bot.store.turns.work import Work, load_work
from tests.customer import Customer


class Echo:
    """A bot that repeats what it is told, after doing what the test wants."""

    version = "tested"

    def __init__(self, before: Callable[[Work], object] = lambda work: None) -> None:
        self.before = before

    def respond(self, work: Work, payload: Optional[str] = None) -> None:
        assert work.message is not None
        self.before(work)
        work.record(Kind.MESSAGE_RECEIVED)
        work.reply(f"{payload or work.message.text}!")


@pytest.fixture
def echo() -> Echo:
    return Echo()


@pytest.fixture
def customer(database: Database, content: Content, echo: Echo) -> Customer:
    return Customer(database, content, echo)


def _texts(customer: Customer) -> list[str]:
    return [m.text for m in customer.history() if m.sender != "customer"]


def _state(customer: Customer) -> list[tuple[str, str, int]]:
    query = sa.select(table.c.text, table.c.state, table.c.attempts).where(table.c.sender == "customer")
    with customer.database.read() as tx:
        return [tuple(row) for row in tx.execute(query.order_by(table.c.id))]


def _make_due(customer: Customer) -> None:
    with customer.database.write() as tx:
        tx.execute(table.update().values(due_at=None))


def _accept(customer: Customer, name: str = "Mina") -> None:
    with customer.database.write() as tx:
        agents.add(tx, name, "-")
        agent = agents.find(tx, name)
    assert agent is not None
    request = load_work(customer.database, customer.conversation_id, "test:request")
    handoffs.request(request, "requested")
    request.commit()
    accept = load_work(customer.database, customer.conversation_id, "test:accept", agent=agent)
    handoffs.accept(accept, agent)
    accept.commit()


def test_messages_are_answered_in_order_one_turn_each(customer: Customer) -> None:
    first = customer.sends("one")
    customer.sends("two")
    while customer.turns.take_one(first.conversation_id, threading.Event()):
        pass
    assert _texts(customer) == ["one!", "two!"]
    assert [state for _, state, _ in _state(customer)] == ["handled", "handled"]


def test_a_failed_turn_leaves_nothing_behind_and_comes_again(customer: Customer, echo: Echo) -> None:
    def fail(work: Work) -> None:
        work.reply("half a thought")
        work.record(Kind.FALLBACK)
        raise RecursionError("too deep")

    echo.before = fail
    customer.says("hello")
    assert _texts(customer) == []
    assert _state(customer) == [("hello", "new", 1)]
    echo.before = lambda work: None
    _make_due(customer)
    customer.says("still there?")
    assert _texts(customer) == ["hello!", "still there?!"]


def test_later_messages_wait_for_one_that_is_tried_again(customer: Customer, echo: Echo) -> None:
    echo.before = lambda work: (_ for _ in ()).throw(ValueError("no"))
    customer.says("first")
    echo.before = lambda work: None
    assert customer.says("second") == []


def test_the_third_failure_sets_the_message_aside_with_an_apology(customer: Customer, echo: Echo) -> None:
    echo.before = lambda work: (_ for _ in ()).throw(ValueError("no"))
    customer.says("poison")
    for _ in range(2):
        _make_due(customer)
        customer.turns.take_one(customer.conversation_id, threading.Event())
    apology = customer.history()[-1]
    assert "something went wrong" in apology.text
    assert "Talk to a person" in [b.title for b in apology.buttons]
    with customer.database.read() as tx:
        kept = messages.set_aside(tx)
        failed = tx.execute(sa.select(touchpoints.c.kind).where(touchpoints.c.kind == "turn_failed")).scalars().all()
    assert [(row["text"], row["error"]) for row in kept] == [("poison", "ValueError: no")]
    assert failed == ["turn_failed"]
    echo.before = lambda work: None
    assert [m.text for m in customer.says("next")] == ["next!"]


def test_a_turn_past_its_deadline_has_no_effect(customer: Customer, echo: Echo) -> None:
    too_late = threading.Event()
    echo.before = lambda work: too_late.set()
    message = customer.sends("hello")
    assert not customer.turns.take_one(message.conversation_id, too_late)
    assert _texts(customer) == []
    assert _state(customer) == [("hello", "new", 0)]


def test_the_bot_is_silent_once_a_human_took_over_during_its_turn(customer: Customer, echo: Echo) -> None:
    overtaken = threading.Event()

    def overtake(work: Work) -> None:
        if not overtaken.is_set():
            overtaken.set()
            customer.conversation_id = work.conversation.id
            _accept(customer)

    echo.before = overtake
    assert customer.says("hello") == []
    assert _state(customer) == [("hello", "handled", 0)]


def test_a_human_s_conversation_never_reaches_the_bot(customer: Customer, echo: Echo) -> None:
    customer.says("hello")
    _accept(customer)
    echo.before = lambda work: pytest.fail("the bot was asked")
    assert customer.says("are you a person?") == []
    assert _state(customer)[-1] == ("are you a person?", "handled", 0)


def test_two_workers_on_one_message_make_one_turn(customer: Customer, echo: Echo) -> None:
    both_inside = threading.Barrier(2, timeout=10)

    def meet(work: Work) -> None:
        # The second try of the one that came too late is alone, and the barrier broken by then.
        with suppress(threading.BrokenBarrierError):
            both_inside.wait(timeout=2)

    echo.before = meet
    message = customer.sends("hello")
    workers = [
        threading.Thread(target=customer.turns.take_one, args=(message.conversation_id, threading.Event()))
        for _ in range(2)
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(20)
    assert _texts(customer) == ["hello!"]
    assert [attempts for _, _, attempts in _state(customer)] == [0]


def test_slash_start_is_a_command_on_telegram_only(database: Database, content: Content, echo: Echo) -> None:
    on_telegram = Customer(database, content, echo, channel="telegram")
    on_web = Customer(database, content, echo, channel="web")
    assert on_telegram.says("/start")[0].text == "/greet!"
    assert on_web.says("/start")[0].text == "/start!"
