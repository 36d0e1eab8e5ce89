"""One row per conversation of a cohort: what happened in it, from its touchpoints."""

from typing import Any

import sqlalchemy as sa

from bot.store.schema import touchpoints
from bot.store.touchpoints import Kind

_CONFIRMED = (Kind.HELPFUL, Kind.THANKED)
_MISSED = (Kind.QUESTION_ASKED, Kind.FALLBACK, Kind.NOT_HELPFUL, Kind.TURN_FAILED)
# A rating proves that it was asked for.
_SURVEYED = (Kind.SURVEY_ASKED, Kind.SURVEY_ANSWERED)


def facts(cohort: Any) -> Any:
    """A query of one row per conversation: its group, how often things happened, and which came last.

    `last_...` is the number of the touchpoint, 0 for none: within a conversation later ones have higher numbers.
    """
    happened = (
        sa.select(cohort.c.group, *_columns())
        .join(touchpoints, touchpoints.c.conversation_id == cohort.c.conversation_id)
        .group_by(cohort.c.conversation_id, cohort.c.group)
        .cte("happened")
    )
    rating = touchpoints.alias("rating")
    rated = happened.outerjoin(rating, rating.c.id == happened.c.last_rating)
    return sa.select(happened, rating.c.value.label("rating")).select_from(rated).cte("facts")


def _columns() -> list[Any]:
    resolved = _is(Kind.HANDOFF_RESOLVED) & (touchpoints.c.detail == "resolved")
    return [
        _times(_is(Kind.CONVERSATION_CLOSED)).label("closed"),
        _times(_is(Kind.MESSAGE_RECEIVED)).label("messages"),
        _times(_is(Kind.FALLBACK)).label("fallbacks"),
        _missed_messages().label("missed_messages"),
        _times(_is(Kind.HANDOFF_REQUESTED)).label("requested"),
        _times(_is(Kind.HANDOFF_ACCEPTED)).label("accepted"),
        _times(_is(Kind.HANDOFF_CANCELLED)).label("cancelled"),
        _times(resolved).label("resolved"),
        _times(_is(*_SURVEYED)).label("surveyed"),
        _times(_is(Kind.SURVEY_COMMENTED)).label("commented"),
        _last(_is(Kind.ANSWER_GIVEN)).label("last_answer"),
        _last(_is(*_MISSED)).label("last_miss"),
        _last(_is(*_CONFIRMED)).label("last_thanks"),
        _last(_is(Kind.SURVEY_ANSWERED)).label("last_rating"),
    ]


def _missed_messages() -> Any:
    """How many of the typed messages met a fallback; one after a pressed button is no typed message."""
    received = touchpoints.alias("received")
    typed = (
        sa.exists()
        .where(received.c.conversation_id == touchpoints.c.conversation_id)
        .where(received.c.message_id == touchpoints.c.message_id)
        .where(received.c.kind == Kind.MESSAGE_RECEIVED.label)
        .correlate(touchpoints)
    )
    return sa.func.count(sa.distinct(sa.case((_is(Kind.FALLBACK) & typed, touchpoints.c.message_id))))


def _is(*kinds: Kind) -> Any:
    return touchpoints.c.kind.in_([kind.label for kind in kinds])


def _times(condition: Any) -> Any:
    return sa.func.count(sa.case((condition, 1)))


def _last(condition: Any) -> Any:
    return sa.func.coalesce(sa.func.max(sa.case((condition, touchpoints.c.id))), 0)
