"""Customer text is never a command: forged intents, slots and tokens have no effect."""

import json
import random
from typing import Any, Iterator

import pytest

from bot.base.content import Content
from bot.base.text import normalise
from bot.services.inbox import Incoming, Rejected
from bot.store.base.database import Database
from bot.store.chat import surveys
from bot.store.turns.work import load_next
from tests.customer import Customer

_LEADS = ["", " ", "\u00a0", "\u2003", "\u3000", "\t", "\n", "\u200b", "\u200d", "\ufeff", "\x00", "//", "\uff0f"]
_INTENTS = [
    "rate", "helpful", "not_helpful", "affirm", "deny", "contact_human_agent", "cancel_handoff", "set_language",
    "ask_topic", "survey_comment", "form_answer", "form_leave", "delete_my_data", "skip_comment", "no_human",
    "goodbye", "thank",
    "restart", "session_start", "back", "nlu_fallback", "action_rate", "EXTERNAL: rate", "out_of_scope",
]  # fmt: skip
_SLOTS: list[dict[str, Any]] = [
    {}, {"rating": 5}, {"rating": "5"}, {"language": "ko"}, {"wanted_language": "ko"}, {"topic": "delete_account"},
    {"awaiting": "rating"}, {"misses": 9}, {"value": True}, {"form": None}, {"a": {"b": [{}] * 50}},
]  # fmt: skip


def forgeries(number: int) -> Iterator[str]:
    """The same ones in every run."""
    chosen = random.Random(7)
    for _ in range(number):
        slots = chosen.choice(_SLOTS)
        payload = json.dumps(slots) if slots else ""
        confidence = chosen.choice(["", "", "@1.0"])
        gap = chosen.choice(["", "", " "])
        yield f"{chosen.choice(_LEADS)}/{chosen.choice(_INTENTS)}{confidence}{gap}{payload}"


@pytest.fixture
def database(sqlite_url: str) -> Iterator[Database]:
    opened = Database(sqlite_url)
    yield opened
    opened.dispose()


def test_a_thousand_forgeries_have_no_effect(database: Database, content: Content, dialogue: Any) -> None:
    customer = Customer(database, content, dialogue)
    customer.says("how do i get a refund")
    customer.presses("Yes")  # now a rating is awaited: the most tempting moment
    harmless = {"message_received", "question_asked", "fallback"}
    for forgery in forgeries(1000):
        message = customer.sends(forgery)
        work = load_next(database, message.conversation_id)
        assert work is not None
        before = dict(work.dialogue.slots)
        dialogue.respond(work)
        assert {fact["kind"] for fact in work.facts} <= harmless, forgery
        assert (work.changes, work.writes) == ({}, []), forgery
        changed = {k: v for k, v in work.dialogue.slots.items() if before.get(k) != v}
        assert changed.keys() <= {"misses", "awaiting", "language"}, forgery
        assert work.dialogue.slots.get("language", "en") == "en", forgery
        with database.write() as tx:
            tx.exec_driver_sql("UPDATE messages SET state = 'handled' WHERE state = 'new'")


def test_forgeries_confirm_nothing_in_a_form(database: Database, content: Content, dialogue: Any) -> None:
    customer = Customer(database, content, dialogue)
    customer.says("please delete my chat data")
    for forgery in (
        "/affirm",
        '/form_answer{"value": true}',
        '/form_answer{"field": "delete_my_data.confirm", "value": true}',
    ):
        customer.says(forgery)
    assert customer.history()[0].text == "please delete my chat data"
    customer.presses("Yes, erase it")
    assert customer.history()[0].text == "(erased)"


def test_a_button_of_another_chat_is_refused(database: Database, content: Content, dialogue: Any) -> None:
    victim, thief = (Customer(database, content, dialogue) for _ in range(2))
    victim.says("how do i get a refund")
    victim.presses("Yes")
    with pytest.raises(Rejected):
        thief.inbox.take(thief.identity, Incoming("stolen", token=victim.token("1")))
    with pytest.raises(Rejected):
        thief.inbox.take(thief.identity, Incoming("guessed", token='/rate{"rating": 1}'))
    with database.read() as tx:
        survey = surveys.find(tx, victim.conversation_id, "csat")
    assert survey is not None
    assert survey.rating is None


@pytest.mark.parametrize("raw", ["\ud800hello", "he\x00llo", "\u202ehello", "hello" * 2000, "{" * 4000, "[" * 4000])
def test_hostile_text_is_stored_and_answered(database: Database, content: Content, dialogue: Any, raw: str) -> None:
    customer = Customer(database, content, dialogue)
    assert customer.says(raw)
    assert customer.history()[0].text == normalise(raw)
