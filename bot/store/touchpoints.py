"""Touchpoints: what happened between a customer and us, as facts. Metrics read nothing else.

Each kind has a declared type of engagement (cognitive, emotional, behavioural, transactional) and a declared stage of
the customer journey; a question's own topic may place it at another stage.
"""

from dataclasses import dataclass
from enum import Enum
from typing import Any, Iterable, Mapping

from bot.store.database import Connection
from bot.store.schema import touchpoints

# Where the company tries its assistant out (`rasa shell`); none of its customers.
TRIAL_CHANNEL = "shell"


@dataclass(frozen=True)
class _Declared:
    name: str
    engagement: str
    stage: str


class Kind(Enum):
    CONVERSATION_STARTED = _Declared("conversation_started", "behavioural", "awareness")
    CONVERSATION_CLOSED = _Declared("conversation_closed", "behavioural", "retention")
    MESSAGE_RECEIVED = _Declared("message_received", "behavioural", "consideration")
    BUTTON_PRESSED = _Declared("button_pressed", "behavioural", "consideration")
    MESSAGE_SENT = _Declared("message_sent", "cognitive", "consideration")
    QUESTION_ASKED = _Declared("question_asked", "cognitive", "consideration")
    ANSWER_GIVEN = _Declared("answer_given", "cognitive", "consideration")
    FALLBACK = _Declared("fallback", "cognitive", "consideration")
    ASKED_BACK = _Declared("asked_back", "cognitive", "consideration")
    HELPFUL = _Declared("helpful", "emotional", "adoption")
    NOT_HELPFUL = _Declared("not_helpful", "emotional", "adoption")
    THANKED = _Declared("thanked", "emotional", "retention")
    SURVEY_ASKED = _Declared("survey_asked", "behavioural", "retention")
    SURVEY_ANSWERED = _Declared("survey_answered", "emotional", "retention")
    SURVEY_COMMENTED = _Declared("survey_commented", "emotional", "retention")
    HANDOFF_REQUESTED = _Declared("handoff_requested", "behavioural", "retention")
    HANDOFF_ACCEPTED = _Declared("handoff_accepted", "behavioural", "retention")
    HANDOFF_CANCELLED = _Declared("handoff_cancelled", "behavioural", "retention")
    HANDOFF_RESOLVED = _Declared("handoff_resolved", "behavioural", "retention")
    HUMAN_REPLIED = _Declared("human_replied", "cognitive", "retention")
    CONTACT_LEFT = _Declared("contact_left", "behavioural", "retention")
    ORDER_TRACKED = _Declared("order_tracked", "transactional", "adoption")
    COMPLAINT_FILED = _Declared("complaint_filed", "emotional", "retention")
    NEWSLETTER_SUBSCRIBED = _Declared("newsletter_subscribed", "behavioural", "advocacy")
    OPTED_OUT = _Declared("opted_out", "behavioural", "retention")
    DATA_EXPORTED = _Declared("data_exported", "behavioural", "retention")
    DATA_ERASED = _Declared("data_erased", "behavioural", "retention")
    TURN_FAILED = _Declared("turn_failed", "behavioural", "consideration")

    @property
    def label(self) -> str:
        return self.value.name

    def defaults(self) -> dict[str, str]:
        """The columns that the kind itself declares."""
        return {"kind": self.value.name, "engagement": self.value.engagement, "stage": self.value.stage}


_COLUMNS = [column.name for column in touchpoints.columns if column.name != "id"]


def add(tx: Connection, facts: Iterable[Mapping[str, Any]]) -> None:
    """Append the facts; one whose cause is recorded already raises sqlalchemy's IntegrityError."""
    rows = [{name: fact.get(name) for name in _COLUMNS} for fact in facts]
    if rows:
        tx.execute(touchpoints.insert(), rows)
