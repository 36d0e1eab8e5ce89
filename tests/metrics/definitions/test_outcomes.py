"""Every outcome and its borders, from touchpoints in the database."""

from datetime import date, timedelta
from fractions import Fraction
from itertools import count
from typing import Callable, Mapping

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.metrics.definitions.outcomes import Outcome
from bot.metrics.statistics.figures import Figure
from bot.store.base.database import Database
from bot.store.chat.touchpoints import Kind
from tests.metrics.conftest import measured

DAY = date(2025, 3, 10)
ANSWERED = "message_received question_asked answer_given"
MISSED = "message_received question_asked fallback"
CLOSED = "conversation_closed"

ROWS = [
    # Nothing to answer
    ("unengaged", f"message_received {CLOSED}"),
    ("unengaged", CLOSED),
    ("unengaged", f"message_received thanked {CLOSED}"),
    ("unengaged", f"button_pressed helpful {CLOSED}"),
    ("unengaged", f"survey_answered=5 {CLOSED}"),
    ("pending", ""),
    ("pending", "message_received"),
    # Still open, whatever else
    ("pending", ANSWERED),
    ("pending", f"{ANSWERED} helpful survey_asked survey_answered=5"),
    ("pending", MISSED),
    # A handoff, whatever became of it, open or closed
    ("escalated", "message_received handoff_requested"),
    ("escalated", f"message_received handoff_requested handoff_cancelled {CLOSED}"),
    ("escalated", f"{ANSWERED} not_helpful handoff_requested handoff_accepted=9 handoff_resolved=9:resolved {CLOSED}"),
    ("escalated", f"handoff_requested handoff_cancelled {ANSWERED} thanked {CLOSED}"),
    # The bot answered, and the customer confirmed
    ("confirmed_resolved", f"{ANSWERED} helpful {CLOSED}"),
    ("confirmed_resolved", f"{ANSWERED} thanked {CLOSED}"),
    ("confirmed_resolved", f"{ANSWERED} survey_asked survey_answered=4 {CLOSED}"),
    ("confirmed_resolved", f"{ANSWERED} survey_asked survey_answered=5 {CLOSED}"),
    ("confirmed_resolved", f"{ANSWERED} {CLOSED} survey_answered=5"),
    ("confirmed_resolved", f"{ANSWERED} {MISSED} thanked {CLOSED}"),
    ("confirmed_resolved", f"{ANSWERED} not_helpful {ANSWERED} helpful {CLOSED}"),
    ("confirmed_resolved", f"{ANSWERED} helpful survey_asked survey_answered=3 {CLOSED}"),
    ("confirmed_resolved", f"{ANSWERED} survey_answered=1 survey_answered=5:changed {CLOSED}"),
    # The bot answered last
    ("assumed_resolved", f"{ANSWERED} {CLOSED}"),
    ("assumed_resolved", f"thanked {ANSWERED} {CLOSED}"),
    ("assumed_resolved", f"survey_answered=5 {ANSWERED} {CLOSED}"),
    ("assumed_resolved", f"{ANSWERED} survey_asked survey_answered=3 {CLOSED}"),
    ("assumed_resolved", f"{ANSWERED} survey_answered=5 survey_answered=2:changed {CLOSED}"),
    ("assumed_resolved", f"{ANSWERED} helpful {ANSWERED} {CLOSED}"),
    ("assumed_resolved", f"{MISSED} {ANSWERED} {CLOSED}"),
    # The bot failed last
    ("abandoned", f"{MISSED} {CLOSED}"),
    ("abandoned", f"{MISSED} thanked {CLOSED}"),
    ("abandoned", f"message_received question_asked {CLOSED}"),
    ("abandoned", f"turn_failed {CLOSED}"),
    ("abandoned", f"not_helpful {CLOSED}"),
    ("abandoned", f"{ANSWERED} not_helpful {CLOSED}"),
    ("abandoned", f"{ANSWERED} helpful {MISSED} {CLOSED}"),
    ("abandoned", f"{ANSWERED} survey_answered=5 turn_failed {CLOSED}"),
    ("abandoned", f"{ANSWERED} message_received question_asked {CLOSED}"),
]


@pytest.mark.parametrize("expected", [outcome.value for outcome in Outcome])
def test_each_history_has_its_outcome(database: Database, tell: Callable[..., int], expected: str) -> None:
    histories = [what for outcome, what in ROWS if outcome == expected]
    for hour, what in enumerate(histories):
        tell(f"2025-03-10 {hour:02}:00", what)
    figures = measured(database, DAY, DAY + timedelta(days=1)).groups["all"]
    assert _shares(figures) == {outcome.value: Fraction(outcome.value == expected) for outcome in Outcome}
    assert figures["conversations"].value == len(histories) > 0


_labels = [kind.label for kind in Kind if kind not in (Kind.CONVERSATION_STARTED, Kind.SURVEY_ANSWERED)]
_events = st.one_of(
    st.sampled_from(_labels),
    # Oftener than the others would leave them, for the outcome turns on them.
    st.sampled_from(["question_asked", "answer_given", "thanked", "fallback", "conversation_closed"]),
    st.builds("survey_answered={}".format, st.integers(1, 5)),
)
_days = count(1)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(histories=st.lists(st.lists(_events, max_size=9), min_size=1, max_size=6))
def test_outcomes_sum_to_all_conversations_and_follow_the_rules(
    database: Database, tell: Callable[..., int], histories: list[list[str]]
) -> None:
    # A day of its own for each example: what earlier ones left behind does not count.
    day = DAY + timedelta(days=next(_days))
    for history in histories:
        tell(day.isoformat(), " ".join(history))
    figures = measured(database, day, day + timedelta(days=1)).groups["all"]
    shares = _shares(figures)
    assert sum(shares.values()) == 1
    assert {name: share * len(histories) for name, share in shares.items()} == {
        outcome.value: sum(_told_outcome(history) == outcome.value for history in histories) for outcome in Outcome
    }


def _shares(figures: Mapping[str, Figure]) -> dict[str, Fraction]:
    return {outcome.value: Fraction(figures[f"outcome_{outcome.value}"].value or 0) for outcome in Outcome}


def _told_outcome(history: list[str]) -> str:
    """The rules of docs/metrics.md read along the history, event by event."""
    if "handoff_requested" in history:
        return "escalated"
    if "conversation_closed" not in history:
        return "pending"
    ratings = [place for place, event in enumerate(history) if event.startswith("survey_answered")]
    so_far, answered = "unengaged", False
    for place, event in enumerate(history):
        satisfied = event in ("survey_answered=4", "survey_answered=5") and place == ratings[-1]
        if event == "answer_given":
            so_far, answered = "assumed_resolved", True
        elif event in ("question_asked", "fallback", "not_helpful", "turn_failed"):
            so_far = "abandoned"
        elif answered and (satisfied or event in ("helpful", "thanked")):
            so_far = "confirmed_resolved"
    return so_far
