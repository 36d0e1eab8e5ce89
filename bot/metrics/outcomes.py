"""What became of a conversation: exactly one of six outcomes, decided from its facts in a fixed order."""

from enum import Enum
from typing import Any

import sqlalchemy as sa

# From this rating on the customer counts as satisfied.
SATISFIED = 4


class Outcome(str, Enum):
    CONFIRMED_RESOLVED = "confirmed_resolved"
    ASSUMED_RESOLVED = "assumed_resolved"
    ESCALATED = "escalated"
    ABANDONED = "abandoned"
    PENDING = "pending"
    UNENGAGED = "unengaged"


def outcome(facts: Any) -> Any:
    """The outcome as an expression over a row of `facts`; docs/metrics.md says why in this order."""
    return sa.case(
        (facts.c.requested > 0, Outcome.ESCALATED.value),
        (facts.c.closed == 0, Outcome.PENDING.value),
        (_confirmed(facts), Outcome.CONFIRMED_RESOLVED.value),
        (facts.c.last_answer > facts.c.last_miss, Outcome.ASSUMED_RESOLVED.value),
        (facts.c.last_miss > 0, Outcome.ABANDONED.value),
        else_=Outcome.UNENGAGED.value,
    )


def _confirmed(facts: Any) -> Any:
    """Did the bot answer, and a confirmation come after the last answer and the last miss?"""
    satisfied = (facts.c.rating >= SATISFIED) & _decisive(facts, facts.c.last_rating)
    return (facts.c.last_answer > 0) & (_decisive(facts, facts.c.last_thanks) | satisfied)


def _decisive(facts: Any, confirmation: Any) -> Any:
    return (confirmation > facts.c.last_answer) & (confirmation > facts.c.last_miss)
