"""Everything there is to read about one conversation. `transcript.html` shows its messages."""

from dataclasses import dataclass
from typing import Mapping, Optional

from bot.store.base.database import Database
from bot.store.base.records import Conversation, Handoff, Message, Survey
from bot.store.chat import conversations, handoffs, history, messages, surveys
from bot.store.chat.history import Question
from bot.store.staff import agents


@dataclass(frozen=True)
class Case:
    """A conversation as staff reads it. `agents` are names by number, `pressed` the buttons the customer chose."""

    conversation: Conversation
    customer: Optional[str]
    handoff: Optional[Handoff]
    survey: Optional[Survey]
    transcript: list[Message]
    questions: list[Question]
    agents: Mapping[int, str]
    pressed: frozenset[Optional[str]]


def load_case(database: Database, conversation_id: int) -> Optional[Case]:
    with database.read() as tx:
        conversation = conversations.find(tx, conversation_id)
        if conversation is None:
            return None
        transcript = messages.in_conversation(tx, conversation_id)
        return Case(
            conversation=conversation,
            customer=history.customer_name(tx, conversation.customer_id),
            handoff=handoffs.latest(tx, conversation_id),
            survey=surveys.find(tx, conversation_id, "csat"),
            transcript=transcript,
            questions=history.questions(tx, conversation_id),
            agents={agent.id: agent.name for agent in agents.every(tx)},
            pressed=frozenset(message.button_token for message in transcript),
        )
