"""Answering questions: what was asked, what was answered, and what could not be."""

from typing import Any, Optional, Sequence

from bot.base.clock import now
from bot.base.content import Content
from bot.store.chat import candidates
from bot.store.chat.touchpoints import Kind
from bot.store.turns.work import Work

MISSES_BEFORE_HUMAN = 2


def answered(work: Work, content: Content, topic: str, confidence: Optional[float]) -> None:
    """Record a question about a topic, and that it was answered; what this work records from now on is about it."""
    details: dict[str, Any] = dict(intent=f"faq/{topic}", confidence=confidence, stage=content.topics[topic].stage)
    work.about["topic"] = topic
    work.record(Kind.QUESTION_ASKED, **details)
    work.record(Kind.ANSWER_GIVEN, **details)


def requested(work: Work, intent: str, confidence: Optional[float]) -> None:
    """Record a request that a flow answers instead of a topic's text."""
    work.record(Kind.QUESTION_ASKED, intent=intent, confidence=confidence)


def fulfilled(work: Work, intent: str) -> None:
    """Record that the flow has come to its end. Until then the request counts as not answered."""
    work.record(Kind.ANSWER_GIVEN, intent=intent)


def missed(work: Work, intent: Optional[str], confidence: Optional[float], nearest: list[str]) -> None:
    """Record a question the bot had no answer to, with the topics that came nearest."""
    details: dict[str, Any] = dict(intent=intent, confidence=confidence, detail=",".join(nearest) or None)
    work.record(Kind.QUESTION_ASKED, **details)
    work.record(Kind.FALLBACK, **details)


def asked_back(work: Work, options: Sequence[str], confidence: Optional[float]) -> None:
    """Record that the bot asked which of the options was meant; it becomes a question once the customer picks."""
    work.record(Kind.ASKED_BACK, confidence=confidence, detail=",".join(options))


def picked(work: Work, label: str, message_id: int) -> None:
    """Keep the message that was asked back about as a candidate example of what the customer says it meant."""
    work.later(candidates.add, message_id, work.mask, label=label, language=work.conversation.language, at=now())


def judged(work: Work, helpful: bool, topic: Optional[str]) -> None:
    work.record(Kind.HELPFUL if helpful else Kind.NOT_HELPFUL, topic=topic)
