from datetime import date, datetime, timedelta, timezone

from bot.metrics.insights.complaints import complaints, reasons, summary
from bot.metrics.queries.asked import Asked, Period
from bot.store.base.database import Database
from bot.store.shop import complaints as kept
from bot.store.shop.complaints import QUESTIONS, Outline
from bot.warehouse.warehouse import Warehouse
from tests.metrics.conftest import Told
from tests.metrics.written_facts import warehouse_of

DAY = date(2026, 3, 2)
ASKED = Asked(Period(DAY, DAY + timedelta(days=14)), as_of=datetime(2026, 6, 1, tzinfo=timezone.utc))
THEN = datetime(2026, 3, 2, 12, tzinfo=timezone.utc)
OUTLINES = [
    Outline(1, 11, THEN, THEN, QUESTIONS),
    Outline(2, 12, THEN, None, ("what_happened", "why")),
    Outline(3, 13, THEN, None, ("what_happened",)),
    Outline(4, 14, THEN, THEN, ("what_happened",)),
]
CONVERSATIONS = [
    dict(conversation_id=11, opened_day=DAY, topic="complaint", location="busan"),
    dict(conversation_id=12, opened_day=DAY + timedelta(days=6), topic="complaint"),
    dict(conversation_id=13, opened_day=DAY + timedelta(days=7), topic="complaint", channel="telegram"),
    dict(conversation_id=14, opened_day=DAY - timedelta(days=1), topic="complaint"),
]
QUESTIONS_ASKED = [
    dict(conversation_id=number, topic=topic)
    for number, topics in ((11, "gift_cards lost_parcel complaint"), (12, "lost_parcel"), (13, "complaint"))
    for topic in topics.split()
]
TOPICS = [dict(topic="lost_parcel"), dict(topic="gift_cards")]


def _warehouse() -> Warehouse:
    return warehouse_of(conversations=CONVERSATIONS, questions=QUESTIONS_ASKED, topics=TOPICS)


def test_complaints_of_the_period_by_what_and_where() -> None:
    found = complaints(_warehouse(), ASKED, OUTLINES)
    assert [complaint.complaint_id for complaint in found] == [3, 2, 1]
    counted = summary(found)
    assert (counted.complaints, counted.complete) == (3, 1)
    assert counted.by_topic == {"lost_parcel": 2, "": 1}
    assert counted.by_location == {"": 2, "busan": 1}
    assert counted.by_week == {DAY: 2, DAY + timedelta(days=7): 1}
    assert list(counted.answered) == list(QUESTIONS)
    assert (counted.answered["what_happened"], counted.answered["why"], counted.answered["reaction"]) == (3, 2, 1)


def test_filters_and_nothing() -> None:
    warehouse = _warehouse()
    assert [one.complaint_id for one in complaints(warehouse, ASKED.only("channel", "telegram"), OUTLINES)] == [3]
    assert complaints(warehouse, ASKED.only("reason", "angry"), OUTLINES) == []
    assert complaints(warehouse, ASKED, []) == []
    assert summary([]).by_topic == {}


def test_reasons_that_are_alike() -> None:
    told = {5: "the courier lost it", 7: "box too weak", 9: "lost by the courier"}
    assert [(reason.complaints, len(reason.examples)) for reason in reasons(told)] == [((5, 9), 2), ((7,), 1)]


def test_what_is_kept_is_outlined_without_its_words(database: Database, tell: Told) -> None:
    conversation = tell("2026-03-02T10:00", "message_received")
    with database.write() as tx:
        kept.save(tx, "one", conversation, what_happened="Call me: ann@example.com", why="")
        kept.save(tx, "two", conversation, why="late", completed_at=THEN)
        first, second = kept.outlines(tx, THEN - timedelta(days=9999))
        assert (first.conversation_id, first.completed_at) == (conversation, None)
        assert first.answered == ("what_happened",)
        assert second.answered == ("why",)
        assert kept.told(tx, [first.id, second.id]) == {
            first.id: {"what_happened": "Call me: <EMAIL>"}, second.id: {"why": "late"}
        }  # fmt: skip
        assert kept.outlines(tx, datetime.now(timezone.utc) + timedelta(hours=1)) == []
