"""Touchpoints: what happened between a customer and us, as facts. Metrics read nothing else.

data/journey.yml declares each kind's type of engagement and stage of the customer journey; a question's own topic may
place it at another stage.
"""

from enum import Enum
from typing import Any, Iterable, Mapping

import sqlalchemy as sa

from bot.base.clock import now
from bot.base.journey import journey
from bot.store.base.database import Connection
from bot.store.base.records import Conversation
from bot.store.schema import touchpoints

# Where the company tries its assistant out (`rasa shell`); none of its customers.
TRIAL_CHANNEL = "shell"
# With more messages of humans a conversation is a high-touch one.
LOW_TOUCH_UP_TO = 2


class Kind(Enum):
    CONVERSATION_STARTED = "conversation_started"
    CONVERSATION_CLOSED = "conversation_closed"
    MESSAGE_RECEIVED = "message_received"
    BUTTON_PRESSED = "button_pressed"
    MESSAGE_SENT = "message_sent"
    QUESTION_ASKED = "question_asked"
    ANSWER_GIVEN = "answer_given"
    FALLBACK = "fallback"
    ASKED_BACK = "asked_back"
    TURN_FAILED = "turn_failed"
    EXPERIMENT_EXPOSED = "experiment_exposed"
    LINK_SHOWN = "link_shown"
    LINK_CLICKED = "link_clicked"

    HELPFUL = "helpful"
    NOT_HELPFUL = "not_helpful"
    THANKED = "thanked"
    SURVEY_ASKED = "survey_asked"
    SURVEY_ANSWERED = "survey_answered"
    SURVEY_COMMENTED = "survey_commented"
    NPS_ASKED = "nps_asked"
    NPS_ANSWERED = "nps_answered"
    NPS_COMMENTED = "nps_commented"
    CES_ASKED = "ces_asked"
    CES_ANSWERED = "ces_answered"
    CES_COMMENTED = "ces_commented"

    HANDOFF_REQUESTED = "handoff_requested"
    HANDOFF_ACCEPTED = "handoff_accepted"
    HANDOFF_TRANSFERRED = "handoff_transferred"
    HANDOFF_CANCELLED = "handoff_cancelled"
    HANDOFF_RESOLVED = "handoff_resolved"
    HUMAN_REPLIED = "human_replied"
    CONTACT_LEFT = "contact_left"

    ORDER_TRACKED = "order_tracked"
    COMPLAINT_FILED = "complaint_filed"
    NEWSLETTER_SUBSCRIBED = "newsletter_subscribed"
    OPTED_OUT = "opted_out"
    DATA_EXPORTED = "data_exported"
    DATA_ERASED = "data_erased"

    REFERRED = "referred"
    CAMPAIGN_ENTERED = "campaign_entered"
    LOYALTY_JOINED = "loyalty_joined"
    LOYALTY_LEFT = "loyalty_left"

    EMAIL_RECEIVED = "email_received"
    PHONE_CALL = "phone_call"
    STORE_VISIT = "store_visit"
    APPOINTMENT_BOOKED = "appointment_booked"
    REVIEW_WRITTEN = "review_written"
    SOCIAL_MENTION = "social_mention"
    FRIEND_REFERRED = "friend_referred"
    PRODUCT_USED = "product_used"
    TRIAL_STARTED = "trial_started"
    SUBSCRIPTION_STARTED = "subscription_started"
    SUBSCRIPTION_RENEWED = "subscription_renewed"
    SUBSCRIPTION_UPGRADED = "subscription_upgraded"
    SUBSCRIPTION_CANCELLED = "subscription_cancelled"

    @property
    def label(self) -> str:
        return str(self.value)

    def defaults(self) -> dict[str, str]:
        """The columns that the kind itself declares."""
        declared = journey().kinds[self.label]
        return {"kind": self.label, "engagement": declared.engagement, "stage": declared.stage}


_ADD = touchpoints.insert()
_COLUMNS = [column.name for column in touchpoints.columns if column.name != "id"]


def of(conversation: Conversation, kind: Kind, **details: Any) -> dict[str, Any]:
    """A fact about the conversation as it is now. Details with a value win over what the kind declares."""
    about = dict(
        at=now(),
        customer_id=conversation.customer_id,
        conversation_id=conversation.id,
        channel=conversation.channel,
        language=conversation.language,
        location=conversation.location,
        touch=touch_level(conversation.human_messages),
    )
    return about | kind.defaults() | {name: value for name, value in details.items() if value is not None}


def touch_level(human_messages: int) -> str:
    """How much human work a conversation took that humans wrote so many messages in."""
    if human_messages == 0:
        return "no_touch"
    return "low_touch" if human_messages <= LOW_TOUCH_UP_TO else "high_touch"


def add(tx: Connection, facts: Iterable[Mapping[str, Any]]) -> None:
    """Append the facts; one whose cause is recorded already raises sqlalchemy's IntegrityError."""
    rows = [{name: fact.get(name) for name in _COLUMNS} for fact in facts]
    if rows:
        tx.execute(_ADD, rows)


def add_once(tx: Connection, fact: Mapping[str, Any]) -> None:
    """Append the fact unless its cause is recorded already; the chat must be locked."""
    if not is_recorded(tx, fact["cause"]):
        add(tx, [fact])


def is_recorded(tx: Connection, cause: str) -> bool:
    return tx.execute(sa.select(touchpoints.c.id).where(touchpoints.c.cause == cause)).first() is not None
