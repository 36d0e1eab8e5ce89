"""How customers came, as their page tells it: which store it is about, and referrals and campaigns once each."""

from typing import Any

import httpx
import pytest
import sqlalchemy as sa

from bot.channels.web import auth
from bot.cli.imports import add_samples
from bot.store.base.database import Database
from bot.store.chat import conversations
from bot.store.schema import touchpoints
from tests.channels.web.visitors import Chats, Visitor, post


@pytest.fixture(autouse=True)
def stores(database: Database) -> None:
    add_samples(database)


def _came(http: httpx.Client, **how: Any) -> Visitor:
    return Visitor(http, post(http, "/chat/sessions", {}, **how).raise_for_status().json()["token"])


def _comes_again(visitor: Visitor, **how: Any) -> Any:
    return visitor.post("entrances", **how).raise_for_status().json()


def _close(database: Database, chats: Chats, visitor: Visitor) -> None:
    with database.write() as tx:
        conversation = conversations.get(tx, chats.transcript(visitor)[-1].conversation_id)
        conversations.change(tx, conversation, owner="closed", closed_at=conversation.opened_at)


def _recorded(database: Database) -> list[tuple[Any, ...]]:
    query = sa.select(touchpoints.c.kind, touchpoints.c.location, touchpoints.c.detail).order_by(touchpoints.c.id)
    with database.read() as tx:
        return [tuple(row) for row in tx.execute(query)]


def test_the_first_message_opens_a_conversation_that_knows_how_they_came(
    http: httpx.Client, database: Database
) -> None:
    visitor = _came(http, location="riverside", campaign="summer-2026", referral="ANN10")
    assert _recorded(database) == []
    visitor.says("hello")
    assert _recorded(database) == [
        ("conversation_started", "riverside", None),
        ("referred", "riverside", "ANN10"),
        ("campaign_entered", "riverside", "summer-2026"),
    ]


def test_it_counts_for_one_conversation_and_a_code_once_per_customer(
    http: httpx.Client, database: Database, chats: Chats
) -> None:
    visitor = _came(http, location="riverside", campaign="summer")
    visitor.says("hello")
    _close(database, chats, visitor)
    visitor.says("me again")
    _close(database, chats, visitor)
    _comes_again(visitor, campaign="summer", location="northgate")
    visitor.says("and again")
    assert _recorded(database) == [
        ("conversation_started", "riverside", None),
        ("campaign_entered", "riverside", "summer"),
        ("conversation_started", None, None),
        ("conversation_started", "northgate", None),
    ]


def test_who_comes_from_another_page_talks_about_its_store(visitor: Visitor, database: Database, chats: Chats) -> None:
    visitor.says("hello")
    assert _comes_again(visitor, location="old-town", referral="BEN") == {"location": "old-town", "referral": "BEN"}
    assert _comes_again(visitor, referral="BEN") == {"referral": "BEN"}
    chats.answer(visitor, "Hello [there](/help)")
    assert _recorded(database) == [
        ("conversation_started", None, None),
        ("referred", "old-town", "BEN"),
        ("link_shown", "old-town", "/help"),
    ]


def test_what_was_noted_is_told(http: httpx.Client) -> None:
    made = http.post("/chat/sessions", json={"location": "northgate", "campaign": "two words"}).json()
    assert {name: made.get(name) for name in ("location", "campaign", "referral")} == {
        "location": "northgate",
        "campaign": None,
        "referral": None,
    }


@pytest.mark.parametrize(
    "made_up", ["atlantis", "riverside'; --", "\u0000", "\ud800", "리버사이드", "a" * 65, "", "../x", "old_town"]
)
def test_what_somebody_made_up_does_not_cost_the_chat(http: httpx.Client, database: Database, made_up: str) -> None:
    visitor = _came(http, location=made_up, referral=f"{made_up}!")
    assert _comes_again(visitor, location=made_up) == {}
    visitor.says("hello")
    assert _recorded(database) == [("conversation_started", None, None)]


def test_strangers_enter_nothing(http: httpx.Client) -> None:
    assert http.post("/chat/entrances", json={"location": "riverside"}).status_code == 401


def test_a_session_remembers_nothing_that_is_not_told(http: httpx.Client, database: Database) -> None:
    visitor = _came(http, language="ko")
    found = auth.find_session(database, visitor.token)
    assert found is not None
    with database.read() as tx:
        kept = tx.execute(sa.text("SELECT entrance FROM identities WHERE id = :id"), {"id": found.id}).scalar()
    assert kept is None
