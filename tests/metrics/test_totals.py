"""The borders of what is counted: queue, survey funnel and fallbacks, each row a conversation on a day of its own."""

from datetime import date, timedelta
from typing import Callable

import pytest

from bot.store.base.database import Database
from tests.metrics.conftest import measured

START = date(2025, 3, 1)
# What happened -> numerator and denominator.
Rows = list[tuple[str, tuple[int, int]]]

TABLES: dict[str, Rows] = {
    # Who left the queue before acceptance
    "queue_abandoned": [
        ("handoff_requested", (0, 0)),
        ("handoff_requested conversation_closed", (1, 1)),
        ("handoff_requested handoff_cancelled", (1, 1)),
        ("handoff_requested handoff_cancelled conversation_closed", (1, 1)),
        ("handoff_requested handoff_accepted=5", (0, 1)),
        ("handoff_requested handoff_accepted=5 conversation_closed", (0, 1)),
        ("handoff_requested handoff_cancelled handoff_requested", (1, 1)),
        ("handoff_requested handoff_cancelled handoff_requested handoff_accepted=5 conversation_closed", (1, 2)),
        ("handoff_requested handoff_accepted=5 handoff_resolved=9 handoff_requested conversation_closed", (1, 2)),
    ],
    # The survey funnel
    "survey_asked": [
        ("question_asked answer_given", (0, 1)),
        ("question_asked fallback", (0, 0)),
        ("handoff_requested handoff_accepted=5 handoff_resolved=9:resolved", (0, 1)),
        ("handoff_requested handoff_accepted=5 handoff_resolved=9:returned", (0, 0)),
        ("survey_asked", (1, 1)),
    ],
    "survey_response_rate": [
        ("survey_asked", (0, 1)),
        ("survey_asked survey_answered=2 survey_answered=5:changed", (1, 1)),
    ],
    "rating_mean": [
        ("survey_asked survey_answered=2 survey_answered=5:changed", (5, 1)),
    ],
    "csat": [
        ("survey_asked survey_answered=4 survey_answered=3:changed", (0, 1)),
    ],
    "survey_commented": [
        ("survey_asked survey_answered=2 survey_commented=2 survey_commented=2", (1, 1)),
        ("survey_asked survey_commented", (0, 0)),
    ],
    # Once per typed message
    "fallback_rate_messages": [
        ("message_received question_asked fallback", (1, 1)),
        ("message_received question_asked fallback fallback", (1, 1)),
        ("message_received button_pressed question_asked fallback", (0, 1)),
        ("button_pressed question_asked fallback", (0, 0)),
        ("message_received turn_failed", (0, 1)),
    ],
}


@pytest.mark.parametrize("metric", TABLES)
def test_what_counts_and_what_does_not(database: Database, tell: Callable[..., int], metric: str) -> None:
    rows = TABLES[metric]
    for day, (what, _) in enumerate(rows):
        tell((START + timedelta(days=day)).isoformat(), what)
    groups = measured(database, START, START + timedelta(days=len(rows)), "day").groups.values()
    found = [(group[metric].numerator, group[metric].denominator) for group in groups]
    assert [(what, parts) for (what, _), parts in zip(rows, found, strict=True)] == rows
