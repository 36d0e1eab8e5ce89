"""Rows of the smaller tables: the team, handoffs, surveys, complaints."""

from typing import Any

import numpy as np

from bot.demo.numbering import Numbered, moments
from bot.demo.rows import optional
from bot.demo.words import Array
from bot.demo.year import Year
from bot.services.complaints import QUESTIONS
from bot.store.bulk import Columns

# No password has this hash.
_NO_PASSWORD = "!"  # noqa: S105  (and no secret)


def agents(year: Year, numbers: Array) -> Columns:
    """Nobody can log in as one of them."""
    team = year.team
    seen = np.full(len(team.agents), np.nan)
    shown = team.stretches[team.stretches[:, 1] < year.calendar.now]
    np.fmax.at(seen, shown[:, 0].astype(np.int64), np.minimum(shown[:, 2], year.calendar.now))
    return dict(
        id=numbers,
        name=[agent["name"] for agent in team.agents],
        password_hash=[_NO_PASSWORD] * len(numbers),
        created_at=moments(year.calendar.at(team.joined, np.zeros(len(numbers)))),
        seen_at=moments(seen),
        role=["agent"] * len(numbers),
    )


def presences(year: Year, numbers: Array, first: int) -> Columns:
    shown = year.team.stretches[year.team.stretches[:, 1] < year.calendar.now]
    shown = shown[np.argsort(shown[:, 1], kind="stable")]
    return dict(
        id=first + np.arange(len(shown)),
        agent_id=numbers[shown[:, 0].astype(np.int64)],
        from_at=moments(shown[:, 1]),
        until_at=moments(np.minimum(shown[:, 2], year.calendar.now)),
    )


def handoffs(year: Year, texts: Array, conversation: Array, agent: Array, first: int) -> Numbered:
    """As far as they have come by now. The number of each place in Handoffs comes with them."""
    handed, end = year.played.handoffs, year.calendar.now
    chat, requested = handed.column("chat").astype(np.int64), handed.column("requested").astype(float)
    order = np.flatnonzero((requested <= end) & (conversation[chat] > 0)) if len(handed) else np.zeros(0, np.int64)
    order = order[np.argsort(requested[order], kind="stable")]
    number = np.zeros(len(handed), np.int64)
    number[order] = first + np.arange(len(order))
    accepted, replied, ended = (_by(handed.column(name)[order], end) for name in ("accepted", "replied", "ended"))
    cancelled = handed.column("cancelled")[order].astype(bool)
    state = np.where(np.isnan(accepted), "waiting", np.where(np.isnan(ended), "accepted", "resolved"))
    state = np.where(cancelled & ~np.isnan(ended), "cancelled", state).astype(object)
    columns: dict[str, Any] = dict(
        id=number[order],
        conversation_id=conversation[chat[order]],
        state=state,
        reason=texts[handed.column("reason")[order].astype(np.int64)],
        requested_at=moments(requested[order]),
        accepted_at=moments(accepted),
        replied_at=moments(replied),
        ended_at=moments(ended),
        agent_id=optional(agent[handed.column("agent")[order].astype(np.int64)], np.isnan(accepted)),
        email=texts[handed.column("email")[order].astype(np.int64)],
        note=texts[handed.column("note")[order].astype(np.int64)],
    )
    return Numbered(columns, number)


def surveys(
    year: Year, texts: Array, conversation: Array, facts: dict[str, Array], agent: Array, first: int
) -> Columns:
    """One a conversation that was asked; of several ratings the last one, of the first one the time."""
    kinds = ("survey_asked", "survey_answered", "survey_commented")
    asked, answered, commented = (_of_kind(year, facts, kind) for kind in kinds)
    chats = len(year.chats)
    rating, rated, comment = np.full(chats, -1), np.full(chats, np.nan), np.zeros(chats, np.int64)
    rating[facts["chat"][answered]] = facts["value"][answered]
    rated[facts["chat"][answered[::-1]]] = facts["at"][answered[::-1]]
    comment[facts["chat"][commented]] = year.log.all_messages()["text"][facts["message"][commented]]
    chat = facts["chat"][asked]
    return dict(
        id=first + np.arange(len(asked)),
        conversation_id=conversation[chat],
        kind=["csat"] * len(asked),
        resolver=texts[facts["detail"][asked]],
        agent_id=optional(agent[facts["agent"][asked]], facts["agent"][asked] < 0),
        asked_at=moments(facts["at"][asked]),
        rating=optional(rating[chat], rating[chat] < 0),
        rated_at=moments(rated[chat]),
        comment=texts[comment[chat]],
    )


def _of_kind(year: Year, facts: dict[str, Array], kind: str) -> Array:
    return np.flatnonzero(facts["kind"] == year.log.words.code(kind))


def complaints(year: Year, texts: Array, conversation: Array, told: Numbered, first: int) -> Columns:
    """`told` numbers the messages, of which one began each complaint."""
    filed, now = year.played.complaints, year.calendar.now
    order = np.flatnonzero((filed.filed <= now) & (told.number[filed.cause] > 0))
    order = order[np.argsort(filed.filed[order], kind="stable")]
    return dict(
        id=first + np.arange(len(order)),
        conversation_id=conversation[filed.chat[order]],
        cause=[f"m{number}" for number in told.number[filed.cause[order]].tolist()],
        filed_at=moments(filed.filed[order]),
        completed_at=moments(_by(filed.completed[order], now)),
        **{question: texts[filed.answers[order, n]] for n, question in enumerate(QUESTIONS)},
    )


def _by(times: Array, end: float) -> Array:
    """What has happened by then; NaN for the rest."""
    values = times.astype(float)
    return np.where(values <= end, values, np.nan)
