"""What touchpoints carry: the store, how much human work it took so far, the topic, and the links that were shown."""

from typing import Any

import pytest
import sqlalchemy as sa

from bot.base.content import Content
from bot.services import answers, handoffs
from bot.services.inbox import Inbox, Incoming
from bot.store.base.database import Database
from bot.store.base.records import Agent
from bot.store.chat.touchpoints import Kind
from bot.store.schema import touchpoints
from bot.store.staff import agents
from bot.store.turns.work import load_work


@pytest.fixture
def conversation_id(database: Database) -> int:
    inbox = Inbox(database)
    message, _ = inbox.take(inbox.identity("web", "kim", "en"), Incoming("1", "hello"))
    return message.conversation_id


@pytest.fixture
def agent(database: Database) -> Agent:
    with database.write() as tx:
        agents.add(tx, "Ada", "-")
        found = agents.find(tx, "Ada")
    assert found is not None
    return found


def _recorded(database: Database, kind: Kind) -> list[Any]:
    with database.read() as tx:
        query = sa.select(touchpoints).where(touchpoints.c.kind == kind.label).order_by(touchpoints.c.id)
        return list(tx.execute(query))


def _human_replies(database: Database, conversation_id: int, agent: Agent, times: int) -> None:
    for number in range(times):
        work = load_work(database, conversation_id, f"reply{number}", agent=agent)
        handoffs.replied(work, agent)
        work.commit()


def test_the_touch_level_rises_with_what_humans_write(database: Database, conversation_id: int, agent: Agent) -> None:
    request = load_work(database, conversation_id, "request")
    handoffs.request(request, "requested")
    request.commit()
    accept = load_work(database, conversation_id, "accept", agent=agent)
    handoffs.accept(accept, agent)
    accept.commit()
    _human_replies(database, conversation_id, agent, 3)
    assert [row.touch for row in _recorded(database, Kind.HANDOFF_ACCEPTED)] == ["no_touch"]
    assert [row.touch for row in _recorded(database, Kind.HUMAN_REPLIED)] == ["low_touch", "low_touch", "high_touch"]


def test_what_follows_an_answer_is_about_its_topic(database: Database, content: Content, conversation_id: int) -> None:
    work = load_work(database, conversation_id, "turn", model_version="m1")
    work.record(Kind.MESSAGE_RECEIVED)
    answers.answered(work, content, "gift_cards", 0.9)
    work.record(Kind.MESSAGE_SENT)
    work.change(location="northgate")
    work.record(Kind.MESSAGE_SENT)
    work.commit()
    assert [row.topic for row in _recorded(database, Kind.MESSAGE_RECEIVED)] == [None]
    [answer] = _recorded(database, Kind.ANSWER_GIVEN)
    assert (answer.topic, answer.stage, answer.intent) == ("gift_cards", "expansion", "faq/gift_cards")
    sent = _recorded(database, Kind.MESSAGE_SENT)
    assert [(row.topic, row.stage, row.location, row.model_version) for row in sent] == [
        ("gift_cards", "consideration", None, "m1"),
        ("gift_cards", "consideration", "northgate", "m1"),
    ]


def test_each_link_of_a_message_is_shown_once(database: Database, conversation_id: int) -> None:
    secret = "aB3" * 15
    work = load_work(database, conversation_id, "turn")
    work.reply(f"See [help](/help) or /help, [help](/help) again, and [your data](/chat/export/{secret}).")
    work.reply("See [help](/help).")
    work.reply("No link.")
    work.commit()
    shown = _recorded(database, Kind.LINK_SHOWN)
    assert [row.detail for row in shown] == ["/help", "/chat/export/<SECRET>", "/help"]
    assert shown[0].message_id == shown[1].message_id != shown[2].message_id
