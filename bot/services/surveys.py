"""Customer satisfaction (CSAT): one survey per conversation, a rating from 1 to 5, an optional comment."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from bot.base.clock import now
from bot.store.chat import surveys
from bot.store.chat.touchpoints import Kind
from bot.store.turns.work import Work

KIND = "csat"
SCALE = range(1, 6)
CHANGEABLE_FOR = timedelta(hours=24)
LOW = 2


def may_ask(work: Work) -> bool:
    """Has the customer not been asked in this conversation yet?"""
    return work.survey is None


def resolver(work: Work) -> str:
    """Who has helped so far in a conversation that the bot holds: bot, or both when a human had it before."""
    handoff = work.last_handoff
    return "both" if handoff and handoff.accepted_at else "bot"


def ask(work: Work, helped_by: str) -> None:
    """Note that the survey goes out. `helped_by` is bot, human or both."""
    agent_id = work.agent.id if work.agent else None
    work.later(surveys.add, work.conversation, kind=KIND, resolver=helped_by, agent_id=agent_id, asked_at=now())
    work.record(Kind.SURVEY_ASKED, detail=helped_by)


def is_open(work: Work) -> bool:
    """Can the rating still be given or changed? For 24 hours after it was first given."""
    rated_at = work.survey.rated_at if work.survey else None
    return work.survey is not None and (rated_at is None or now() - rated_at < CHANGEABLE_FOR)


def rate(work: Work, rating: Any) -> bool:
    """Store the rating; False, with no effect, when it is not 1 to 5 or the survey is not open."""
    if not _is_rating(rating) or not is_open(work):
        return False
    assert work.survey is not None
    first = work.survey.rated_at is None
    rated_at = work.survey.rated_at or now()
    work.later(surveys.change, work.survey.id, rating=rating, rated_at=rated_at)
    work.survey = replace(work.survey, rating=rating, rated_at=rated_at)
    detail = work.survey.resolver if first else "changed"
    work.record(Kind.SURVEY_ANSWERED, value=rating, agent_id=work.survey.agent_id, detail=detail)
    return True


def _is_rating(rating: Any) -> bool:
    return isinstance(rating, int) and not isinstance(rating, bool) and rating in SCALE


def comment(work: Work, text: str) -> bool:
    """Store the customer's own words about the rating; False when there is no rating to comment on."""
    if work.survey is None or work.survey.rating is None or not is_open(work):
        return False
    work.later(surveys.change, work.survey.id, comment=text)
    work.record(Kind.SURVEY_COMMENTED, value=work.survey.rating)
    return True
