"""The outcome of a conversation, read along its touchpoints in the order they were recorded."""

from typing import Optional

from tests.metrics.brute_force.rows import Touchpoint

MISSES = ("question_asked", "fallback", "not_helpful", "turn_failed")


def outcome(history: list[Touchpoint]) -> str:
    kinds = {touchpoint.kind for touchpoint in history}
    if "handoff_requested" in kinds:
        return "escalated"
    if "conversation_closed" not in kinds:
        return "pending"
    return _decided(history)


def last(history: list[Touchpoint], *kinds: str) -> Optional[Touchpoint]:
    return next((touchpoint for touchpoint in reversed(history) if touchpoint.kind in kinds), None)


def first(history: list[Touchpoint], *kinds: str) -> Optional[Touchpoint]:
    return next((touchpoint for touchpoint in history if touchpoint.kind in kinds), None)


def _decided(history: list[Touchpoint]) -> str:
    rating = last(history, "survey_answered")
    so_far, answered = "unengaged", False
    for touchpoint in history:
        if touchpoint.kind == "answer_given":
            so_far, answered = "assumed_resolved", True
        elif touchpoint.kind in MISSES:
            so_far = "abandoned"
        elif answered and _confirms(touchpoint, rating):
            so_far = "confirmed_resolved"
    return so_far


def _confirms(touchpoint: Touchpoint, rating: Optional[Touchpoint]) -> bool:
    return touchpoint.kind in ("helpful", "thanked") or (touchpoint is rating and (touchpoint.value or 0) >= 4)
