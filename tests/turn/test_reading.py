"""What a turn reads from the message itself: the language to go on in, and the feeling."""

from typing import Any, Optional

import pytest
import sqlalchemy as sa

from bot.base.content import Content
from bot.store.base.database import Database
from bot.store.chat.touchpoints import Kind
from bot.store.schema import touchpoints
from bot.store.turns.work import Work, load_work
from tests.customer import Customer


class Listener:
    """Says which language it is spoken to in, with a button that it offers."""

    version = "tested"

    def respond(self, work: Work, payload: Optional[str] = None) -> dict[str, Any]:
        work.record(Kind.BUTTON_PRESSED if payload else Kind.MESSAGE_RECEIVED)
        if payload == "/english":
            work.change(language="en")
        work.reply(work.conversation.language, [{"title": "영어", "payload": "/english"}])
        return {}


@pytest.fixture
def customer(database: Database, content: Content) -> Customer:
    return Customer(database, content, Listener())


def _spoken(customer: Customer, text: str) -> str:
    return customer.says(text)[-1].text


def _feelings(customer: Customer) -> list[tuple[str, Any]]:
    query = sa.select(touchpoints.c.kind, touchpoints.c.sentiment).order_by(touchpoints.c.id)
    with customer.database.read() as tx:
        return [(row.kind, row.sentiment) for row in tx.execute(query) if row.kind.startswith(("message_r", "button"))]


def test_the_language_follows_the_customer_and_stays_while_it_is_unclear(customer: Customer) -> None:
    said = ("배송 언제 와요", "ok", "FH-204518", "where is it now then", "👍", "ㅋㅋ")
    assert [_spoken(customer, text) for text in said] == ["ko", "ko", "ko", "en", "en", "en"]
    assert load_work(customer.database, customer.conversation_id, "look").conversation.language == "en"


def test_a_choice_of_language_stays_until_a_whole_message_is_in_the_other(customer: Customer) -> None:
    customer.says("안녕하세요")
    assert customer.presses("영어")[-1].text == "en"
    assert _spoken(customer, "what is 반품 please tell me") == "en"
    assert _spoken(customer, "반품은 어떻게 하나요") == "ko"


def test_the_feeling_of_a_typed_message_is_recorded_and_of_no_button(customer: Customer) -> None:
    customer.says("this is terrible")
    customer.presses("영어")
    customer.says("FH-204518")
    (kind, feeling), *others = _feelings(customer)
    assert kind == "message_received"
    assert feeling < 0
    assert others == [("button_pressed", None), ("message_received", 0)]


def test_the_feeling_is_recorded_while_a_human_answers(customer: Customer) -> None:
    customer.says("hello")
    work = load_work(customer.database, customer.conversation_id, "test:accept")
    work.change(owner="human")
    work.commit()
    customer.says("정말 감사합니다")
    assert _feelings(customer)[-1][1] > 0
    assert load_work(customer.database, customer.conversation_id, "look").conversation.language == "ko"
