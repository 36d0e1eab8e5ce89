from datetime import date, datetime, timedelta, timezone

import pytest

from bot.metrics.insights.alike import alike
from bot.metrics.insights.unanswered import Unanswered, clusters, unanswered
from bot.metrics.queries.asked import Asked, Period
from bot.metrics.queries.report import figure
from bot.store.analytics import texts
from bot.store.base.database import Database
from tests.metrics.conftest import Told
from tests.metrics.written_facts import warehouse_of

MONDAY = date(2026, 3, 2)
ASKED = Asked(Period(MONDAY, MONDAY + timedelta(days=28)), as_of=datetime(2026, 6, 1, tzinfo=timezone.utc))
QUESTIONS = [
    dict(question_id=1, missed=True, nearest="delivery_cost,delivery_period", message_id=11),
    dict(question_id=2, helpful=False, topic="get_refund", message_id=12),
    dict(question_id=3, confidence=0.4, topic="gift_cards", message_id=13),
    dict(question_id=4, confidence=0.4, helpful=True, topic="gift_cards", message_id=14),
    dict(question_id=5, confidence=0.9, topic="gift_cards", message_id=15),
    dict(question_id=6, missed=True, message_id=16, channel="telegram"),
    dict(question_id=7, missed=True),
]


def _asked(question_id: int, day: int, nearest: str = "delivery_cost") -> Unanswered:
    at = datetime(2026, 3, day, 12)
    return Unanswered(question_id, question_id, question_id + 100, at, at.date(), nearest)


def test_what_was_missed_did_not_help_or_was_unsure() -> None:
    found = unanswered(warehouse_of(questions=[{**row, "at_day": MONDAY} for row in QUESTIONS]), ASKED)
    assert [(one.question_id, one.message_id, one.nearest) for one in found] == [
        (6, 16, None), (3, 13, "gift_cards"), (2, 12, "get_refund"), (1, 11, "delivery_cost")
    ]  # fmt: skip


def test_these_are_the_questions_that_the_metric_counts_but_those_without_a_message() -> None:
    warehouse = warehouse_of(questions=[{**row, "at_day": MONDAY} for row in QUESTIONS])
    assert figure(warehouse, ASKED, "unanswered").value == len(unanswered(warehouse, ASKED)) + 1


def test_the_newest_within_the_filters() -> None:
    warehouse = warehouse_of(questions=[{**row, "at_day": MONDAY} for row in QUESTIONS])
    assert [one.question_id for one in unanswered(warehouse, ASKED, limit=2)] == [6, 3]
    assert [one.question_id for one in unanswered(warehouse, ASKED.only("channel", "telegram"))] == [6]
    assert unanswered(warehouse, ASKED.only("hour", "3")) == []
    assert unanswered(warehouse_of(), ASKED) == []


def test_questions_that_ask_the_same_are_put_together() -> None:
    written = {
        1: "do you sell gift wrapping", 2: "gift wrapping possible?", 3: "Gift  wrapping possible?",
        4: "포장 선물 되나요", 5: "선물 포장 되나요?", 6: "is there parking at the store",
    }  # fmt: skip
    asked = [_asked(number, number + 3, "gift_options" if number < 6 else "store_hours") for number in written]
    found = clusters(asked, {number + 100: text for number, text in written.items()})
    assert [(cluster.size, cluster.questions) for cluster in found] == [(3, (1, 2, 3)), (2, (4, 5)), (1, (6,))]
    assert found[0].examples == ("gift wrapping possible?", "do you sell gift wrapping")
    # The 4th to the 9th of March: questions 1 to 5 by Sunday the 8th, the last one on Monday.
    assert found[0].weeks == {MONDAY: 3, MONDAY + timedelta(days=7): 0}
    assert found[2].weeks == {MONDAY: 0, MONDAY + timedelta(days=7): 1}


def test_what_a_cluster_is_nearest_to() -> None:
    asked = [_asked(1, 3, "delivery_cost"), _asked(2, 3, "get_refund"), _asked(3, 3, "get_refund")]
    (cluster,) = clusters(asked, {101: "money back please", 102: "money back please", 103: "money back, please"})
    assert cluster.nearest == "get_refund"


def test_a_common_hint_brings_texts_together() -> None:
    written = ["price of express delivery", "is there an express charge", "who can see my bills"]
    assert len(alike(written, ["delivery_cost", "delivery_cost", "get_invoice"])) == 2
    assert len(alike(written, ["delivery_cost", "get_refund", "get_invoice"])) == 3


@pytest.mark.parametrize("written", [[], [""], ["", ""], ["", "?", " "], ["=cmd()", "\x00", "🙂"]])
def test_any_text_is_in_one_group(written: list[str]) -> None:
    groups = alike(written, [None] * len(written))
    assert sorted(place for group in groups for place in group.members) == list(range(len(written)))


def test_a_question_whose_text_is_gone_is_left_out() -> None:
    assert clusters([_asked(1, 3)], {}) == []


def test_texts_come_without_addresses(database: Database, tell: Told) -> None:
    tell("2026-03-02T10:00", "message_received message_received")
    with database.write() as tx:
        tx.exec_driver_sql("UPDATE messages SET text = 'write to ann@example.com'")
        numbers = list(tx.exec_driver_sql("SELECT id FROM messages").scalars())
        assert texts.masked(tx, [*numbers, 99999]) == dict.fromkeys(numbers, "write to <EMAIL>")
        assert texts.masked(tx, []) == {}
        assert len(texts.masked(tx, list(range(3000)))) == 2


def test_behind_a_pressed_button_is_what_was_typed_before_it(database: Database, tell: Told) -> None:
    tell("2026-03-02T09:00", "message_received")
    tell("2026-03-02T10:00", "message_received message_received message_received button_pressed")
    tell("2026-03-02T11:00", "button_pressed")
    with database.write() as tx:
        numbers = list(tx.exec_driver_sql("SELECT id FROM messages ORDER BY id").scalars())
        written = dict(zip(numbers, ["elsewhere", "first", "second", "a title", "another title", "alone"], strict=True))
        for number, text in written.items():
            token = "'token'" if "title" in text or text == "alone" else "NULL"
            tx.exec_driver_sql(f"UPDATE messages SET text = '{text}', button_token = {token} WHERE id = {number}")
        assert list(texts.masked(tx, numbers).values()) == ["elsewhere", "first", "second", "second", "second", "alone"]
