"""One row a conversation."""

from datetime import date, datetime
from typing import Any, Callable

import pytest

from tests.warehouse.conftest import History

Facts = Callable[..., list[dict[str, Any]]]


@pytest.mark.parametrize(
    ("lines", "outcome", "resolver"),
    [
        (["+5 conversation_closed"], "unengaged", "none"),
        (["+1 question_asked", "+2 answer_given"], "pending", "bot"),
        (["+1 question_asked", "+2 answer_given", "+3 conversation_closed"], "assumed_resolved", "bot"),
        (["+1 question_asked", "+2 answer_given", "+3 helpful", "+4 conversation_closed"], "confirmed_resolved", "bot"),
        (["+1 helpful", "+4 conversation_closed"], "unengaged", "none"),
        (["+1 answer_given", "+2 survey_answered value=5", "+3 survey_answered value=3", "+4 conversation_closed"],
         "assumed_resolved", "bot"),
        (["+1 answer_given", "+2 survey_answered value=3", "+3 survey_answered value=4", "+4 conversation_closed"],
         "confirmed_resolved", "bot"),
        (["+1 answer_given", "+2 fallback", "+3 conversation_closed"], "abandoned", "bot"),
        (["+1 handoff_requested", "+2 handoff_accepted", "+3 human_replied"], "escalated", "human"),
    ],
)  # fmt: skip
def test_outcome_and_resolver(history: History, facts: Facts, lines: list[str], outcome: str, resolver: str) -> None:
    history.conversation(history.customer(), "2026-03-02T10:00", *lines)
    assert facts("SELECT outcome, resolver FROM conversations") == [{"outcome": outcome, "resolver": resolver}]


def test_counts_and_feelings(history: History, facts: Facts) -> None:
    agent = history.agent("Ann")
    number = history.conversation(history.customer(), "2026-03-02T10:00")
    said, pressed = history.message(number), history.message(number)
    history.add(
        1, "2026-03-02T10:00",
        f"+1 message_received message_id={said} sentiment=0.5", f"+2 fallback message_id={said} detail=returns",
        f"+3 fallback message_id={said}", f"+4 button_pressed message_id={pressed}",
        f"+5 fallback message_id={pressed}", "+6 message_received sentiment=-0.25", "+7 message_received",
        f"+8 handoff_accepted agent_id={agent}", "+9 human_replied", "+10 human_replied", "+11 human_replied",
        "+12 handoff_resolved detail=resolved location=north", "+13 experiment_exposed experiment=x variant=b",
        "+13 survey_commented", conversation_id=number, model_version="m1",
    )  # fmt: skip
    (found,) = facts("FROM conversations")
    assert (found["typed_messages"], found["buttons"], found["fallbacks"], found["missed_messages"]) == (3, 1, 3, 1)
    assert (found["sentiment_start"], found["sentiment_end"], found["sentiment_lowest"]) == (0.5, -0.25, -0.25)
    assert (found["touch_level"], found["agent_id"], found["location"]) == ("high_touch", agent, "north")
    assert (found["variant"], found["model_version"], found["commented"]) == ("x/b", "m1", False)
    assert (found["survey_eligible"], found["survey_asked"], found["resolution_seconds"]) == (True, False, 12)


def test_next_contact_and_return(history: History, facts: Facts) -> None:
    one, other = history.customer(), history.customer()
    history.conversation(
        one, "2026-03-02T10:00", "+60 message_received", "+90 conversation_closed", "+95 message_received"
    )
    history.conversation(other, "2026-03-02T10:01", "+10 message_received")
    history.add(one, "2026-03-02T10:01", "+0 phone_call", channel="phone")
    history.add(one, "2026-03-02T12:00", "+0 store_visit", "+60 email_received", channel="email")
    query = "SELECT ended_at, next_contact_at, is_returning FROM conversations ORDER BY conversation_id"
    first, second = facts(query)
    # Ended at 10:01:00: the call of that very second is none after it, and a visit is no contact.
    assert first == {
        "ended_at": datetime(2026, 3, 2, 10, 1),
        "next_contact_at": datetime(2026, 3, 2, 12, 1),
        "is_returning": False,
    }
    assert (second["next_contact_at"], second["is_returning"]) == (None, False)
    history.merge(other, one)
    first, second = facts(query)
    assert first["next_contact_at"] == datetime(2026, 3, 2, 12, 1)
    assert (second["next_contact_at"], second["is_returning"]) == (datetime(2026, 3, 2, 12, 1), True)
    history.merge(other, None)
    assert not any(row["is_returning"] for row in facts(query))


def test_whoever_bought_before_returns(history: History, facts: Facts) -> None:
    customer = history.customer()
    history.order(customer, "2026-03-02T09:59:59")
    history.conversation(customer, "2026-03-02T10:00")
    assert facts("SELECT is_returning FROM conversations") == [{"is_returning": True}]


@pytest.mark.parametrize(
    ("zone", "day", "hour", "weekday"),
    [
        ("UTC", date(2026, 3, 28), 23, 5),
        ("Europe/Berlin", date(2026, 3, 29), 0, 6),
        ("Asia/Seoul", date(2026, 3, 29), 8, 6),
    ],
)
def test_days_are_those_of_the_zone(
    history: History, facts: Facts, zone: str, day: date, hour: int, weekday: int
) -> None:
    history.conversation(history.customer(), "2026-03-28T23:30")
    found = facts("SELECT opened_day, opened_hour, opened_weekday FROM conversations", zone)
    assert found == [{"opened_day": day, "opened_hour": hour, "opened_weekday": weekday}]


def test_trials_and_pieces_without_a_beginning_are_left_out(history: History, facts: Facts) -> None:
    customer = history.customer()
    history.conversation(customer, "2026-03-02T10:00", "+1 question_asked", channel="shell")
    number = history.conversation(customer, "2026-03-02T11:00", channel="shell")
    history.add(customer, "2026-03-02T11:00", "+1 question_asked", conversation_id=number)
    assert facts("FROM conversations") == facts("FROM questions") == []
    assert len(facts("FROM touchpoints")) == 1
