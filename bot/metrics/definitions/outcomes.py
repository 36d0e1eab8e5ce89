"""What became of a conversation: exactly one of six outcomes. The warehouse decides it from the touchpoints."""

from enum import Enum


class Outcome(str, Enum):
    CONFIRMED_RESOLVED = "confirmed_resolved"
    ASSUMED_RESOLVED = "assumed_resolved"
    ESCALATED = "escalated"
    ABANDONED = "abandoned"
    PENDING = "pending"
    UNENGAGED = "unengaged"
