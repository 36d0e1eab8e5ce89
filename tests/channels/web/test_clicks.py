"""Clicks on links of messages: counted once, and only for links that the chat really has."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest
import sqlalchemy as sa

from bot.store.base.database import Database
from bot.store.schema import touchpoints
from tests.channels.web.visitors import Chats, Visitor

LINK = "https://shop.example/returns?from=chat"


@pytest.fixture
def message(visitor: Visitor, chats: Chats) -> int:
    """The number of a message with links."""
    visitor.says("how do I return it")
    chats.answer(visitor, f"Go to {LINK} or [our help](/help).")
    return int(chats.transcript(visitor)[-1].id)


def _click(visitor: Visitor, message: Any, link: Any) -> httpx.Response:
    return visitor.post("clicks", message=message, link=link)


def _clicks(database: Database) -> list[tuple[int, str]]:
    query = sa.select(touchpoints.c.message_id, touchpoints.c.detail).where(touchpoints.c.kind == "link_clicked")
    with database.read() as tx:
        return [tuple(row) for row in tx.execute(query.order_by(touchpoints.c.id))]


def test_a_click_counts_once(visitor: Visitor, database: Database, message: int) -> None:
    assert [_click(visitor, message, link).status_code for link in (LINK, LINK, "/help")] == [204] * 3
    assert _clicks(database) == [(message, LINK), (message, "/help")]


def test_clicks_at_once_count_once(visitor: Visitor, database: Database, message: int) -> None:
    with ThreadPoolExecutor(10) as threads:
        answers = list(threads.map(lambda _: _click(visitor, message, LINK).status_code, range(10)))
    assert answers == [204] * 10
    assert _clicks(database) == [(message, LINK)]


def test_a_click_is_about_what_the_link_is_about(visitor: Visitor, database: Database, message: int) -> None:
    _click(visitor, message, LINK)
    same = ("customer_id", "conversation_id", "message_id", "channel", "language", "topic", "detail", "model_version")
    with database.read() as tx:
        rows = tx.execute(sa.select(touchpoints).where(touchpoints.c.detail == LINK)).mappings().all()
    shown, clicked = sorted(rows, key=lambda row: int(row["id"]))
    assert (shown["kind"], clicked["kind"], clicked["engagement"]) == ("link_shown", "link_clicked", "behavioural")
    assert {name: shown[name] for name in same} == {name: clicked[name] for name in same}
    assert clicked["at"] > shown["at"]


@pytest.mark.parametrize(
    "link",
    ["https://evil.example", "/helping", "HTTPS://shop.example/returns", "\u0000", "\ud800", "a" * 4096],
)
def test_a_link_that_is_not_in_the_message_is_refused(
    visitor: Visitor, database: Database, message: int, link: str
) -> None:
    assert _click(visitor, message, link).status_code == 404
    assert _clicks(database) == []


def test_a_message_of_another_chat_is_refused(
    visitor: Visitor, other: Visitor, database: Database, message: int
) -> None:
    assert _click(other, message, LINK).status_code == 404
    other.says("hello")
    assert _click(other, message, LINK).status_code == 404
    assert _clicks(database) == []


def test_what_the_customer_wrote_has_no_links(visitor: Visitor, database: Database) -> None:
    assert _click(visitor, visitor.says(f"look at {LINK}"), LINK).status_code == 404
    assert _clicks(database) == []


@pytest.mark.parametrize(
    ("message", "link"), [(0, LINK), (-1, LINK), (2**63, LINK), ("x", LINK), (1, ""), (1, "a" * 4097), (1, None)]
)
def test_what_is_no_click_is_refused(visitor: Visitor, message: Any, link: Any) -> None:
    assert _click(visitor, message, link).status_code == 422


def test_strangers_click_nothing(http: httpx.Client, message: int) -> None:
    assert http.post("/chat/clicks", json={"message": message, "link": LINK}).status_code == 401
