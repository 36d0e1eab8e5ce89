"""Trying the assistant: what it would reply to a message, and why, without leaving a trace in the database."""

import itertools
import time
from dataclasses import dataclass
from typing import Any, Mapping, Optional, Sequence

from bot.base.clock import now
from bot.base.content import DEFAULT_LANGUAGE
from bot.base.text import normalise
from bot.services.inbox import Rejected
from bot.store.base.database import Database
from bot.store.base.records import Conversation, Message, Reply
from bot.store.chat.dialogues import DialogueState
from bot.store.turns.work import Work
from bot.turn.turn import Reader, Responder

_CHANNEL = "ask"


class StillLoading(Exception):
    """The assistant is not loaded yet; try again in a few seconds."""


@dataclass(frozen=True)
class Asked:
    """What was understood of a text, how surely, and the replies to it; `milliseconds` is what that took."""

    text: str
    language: str
    replies: Sequence[Reply]
    label: str
    confidence: float
    decision: str
    options: Sequence[str]
    entities: Sequence[Mapping[str, Any]]
    sentiment: float
    milliseconds: float


class Asking:
    """The first message of a conversation that is never committed; it may read the database like any other."""

    def __init__(self, database: Database, responder: Responder, reader: Reader) -> None:
        self._database = database
        self._responder = responder
        self._reader = reader
        # No stored conversation has a negative number.
        self._numbers = itertools.count(-1, -1)

    def ask(self, text: str, language: Optional[str] = None) -> Asked:
        """Without a language it is the one that the text is in.

        Raises:
            bot.services.inbox.Rejected: nothing is left of the text.
        """
        clean = normalise(text)
        if not clean:
            raise Rejected("The message is empty.")
        spoken = language or self._reader.language(clean, DEFAULT_LANGUAGE)
        work = self._work(clean, spoken)
        began = time.perf_counter()
        understood = self._responder.respond(work)
        milliseconds = (time.perf_counter() - began) * 1000
        return _asked(work, understood, self._reader.sentiment(clean), milliseconds)

    def _work(self, text: str, language: str) -> Work:
        number, moment = next(self._numbers), now()
        conversation = Conversation(
            number, number, number, _CHANNEL, language, "bot", 0, opened_at=moment, active_at=moment, closed_at=None
        )
        message = Message(number, number, _CHANNEL, "customer", text, "new", moment)
        return Work(self._database, conversation, f"ask{number}", DialogueState(), message=message)


def _asked(work: Work, understood: Mapping[str, Any], sentiment: float, milliseconds: float) -> Asked:
    assert work.message is not None
    intent = understood["intent"]
    topic = understood.get("response_selector", {}).get(intent["name"], {}).get("response", {})
    return Asked(
        text=work.message.text,
        language=work.conversation.language,
        replies=tuple(work.replies),
        label=topic.get("intent_response_key") or intent["name"],
        confidence=float(intent["confidence"]),
        decision=understood.get("decision") or intent["name"],
        options=tuple(understood.get("options") or ()),
        entities=tuple(understood["entities"]),
        sentiment=sentiment,
        milliseconds=round(milliseconds, 1),
    )
