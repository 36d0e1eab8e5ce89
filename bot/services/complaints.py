"""Complaints: what happened, and the root cause behind it, in the customer's words."""

from typing import Mapping

from bot.base.clock import now
from bot.store.chat.touchpoints import Kind
from bot.store.shop import complaints
from bot.store.turns.work import Work

QUESTIONS = complaints.QUESTIONS


def keep(work: Work, cause: str, told: Mapping[str, str]) -> None:
    """Keep what was told so far, by question, of the complaint that began with `cause`."""
    work.later(complaints.save, cause, work.conversation.id, **told)


def complete(work: Work, cause: str) -> None:
    """The customer has answered or skipped every question."""
    work.later(complaints.save, cause, work.conversation.id, completed_at=now())
    work.record(Kind.COMPLAINT_FILED)


def withdraw(work: Work, cause: str) -> None:
    work.later(complaints.withdraw, cause)
