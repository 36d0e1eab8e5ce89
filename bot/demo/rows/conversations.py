"""Rows of the conversations and of what belongs to them once: surveys, handoffs, complaints."""

import numpy as np

from bot.demo.customers.elsewhere import CHANNELS
from bot.demo.log import CUSTOMER
from bot.demo.rows.numbering import moments, optional
from bot.demo.rows.numbers import Numbers
from bot.demo.script import LANGUAGES
from bot.demo.words import Array
from bot.demo.year import Year
from bot.services.complaints import QUESTIONS
from bot.store.base.bulk import Columns


def conversations(year: Year, n: Numbers) -> Columns:
    chats, order = year.chats, _in_order(n.conversation)
    closed = _by_now(year, chats.closed[order])
    stores = np.array([*(store.code for store in year.stores), None], dtype=object)
    return dict(
        id=n.conversation[order],
        identity_id=n.identity[order],
        channel=np.array(CHANNELS, dtype=object)[chats.channel[order]],
        language=np.array(LANGUAGES, dtype=object)[chats.language[order]],
        owner=np.where(np.isnan(closed), _owners(year)[order], "closed"),
        version=np.ones(len(order), np.int64),
        opened_at=moments(chats.opened[order]),
        active_at=moments(_active(year, n)[order]),
        closed_at=moments(closed),
        location=stores[chats.store[order]],
        human_messages=np.bincount(_of_kind(year, n, "human_replied")["chat"], minlength=len(chats))[order],
    )


def _owners(year: Year) -> Array:
    """Who has each conversation now, unless it is closed."""
    handed, now = year.played.handoffs, year.calendar.now
    requested, accepted, ended = (handed.column(name) for name in ("requested", "accepted", "ended"))
    going = (requested <= now) & ~(ended <= now)
    owner = np.full(len(year.chats), "bot", dtype=object)
    owner[handed.column("chat")[going]] = np.where(accepted[going] <= now, "human", "waiting")
    return owner


def _active(year: Year, n: Numbers) -> Array:
    """When each customer wrote last."""
    m = n.messages.columns
    active, wrote = year.chats.opened.copy(), m["sender"] == CUSTOMER
    np.maximum.at(active, m["chat"][wrote], m["at"][wrote])
    return np.asarray(active)


def handoffs(year: Year, n: Numbers) -> Columns:
    """As far as they have come by now."""
    order = _in_order(n.handoff)
    rows = {name: column[order] for name, column in year.played.handoffs.columns().items()}
    accepted, replied, ended = (_by_now(year, rows[name]) for name in ("accepted", "replied", "ended"))
    state = np.where(np.isnan(accepted), "waiting", np.where(np.isnan(ended), "accepted", "resolved"))
    return dict(
        id=n.handoff[order],
        conversation_id=n.conversation[rows["chat"]],
        state=np.where(rows["cancelled"] & ~np.isnan(ended), "cancelled", state).astype(object),
        requested_at=moments(rows["requested"]),
        accepted_at=moments(accepted),
        replied_at=moments(replied),
        ended_at=moments(ended),
        agent_id=optional(n.agent[rows["agent"]], np.isnan(accepted)),
        **{name: n.texts[rows[name]] for name in ("reason", "email", "note")},
    )


def surveys(year: Year, n: Numbers) -> Columns:
    """One a conversation that was asked; of several ratings the last one, of the first one the time."""
    kinds = ("survey_asked", "survey_answered", "survey_commented")
    asked, answered, commented = (_of_kind(year, n, kind) for kind in kinds)
    chats, chat = len(year.chats), asked["chat"]
    rating, rated, comment = np.full(chats, -1), np.full(chats, np.nan), np.zeros(chats, np.int64)
    rating[answered["chat"]] = answered["value"]
    rated[answered["chat"][::-1]] = answered["at"][::-1]
    comment[commented["chat"]] = year.log.all_messages()["text"][commented["message"]]
    return dict(
        id=n.first("surveys") + np.arange(len(chat)),
        conversation_id=n.conversation[chat],
        kind=["csat"] * len(chat),
        resolver=n.texts[asked["detail"]],
        agent_id=optional(n.agent[asked["agent"]], asked["agent"] < 0),
        asked_at=moments(asked["at"]),
        rating=optional(rating[chat], rating[chat] < 0),
        rated_at=moments(rated[chat]),
        comment=n.texts[comment[chat]],
    )


def complaints(year: Year, n: Numbers) -> Columns:
    filed = year.played.complaints
    cause = n.messages.number[filed.cause]
    order = _in_order(cause)
    return dict(
        id=n.first("complaints") + np.arange(len(order)),
        conversation_id=n.conversation[filed.chat[order]],
        cause=[f"m{number}" for number in cause[order].tolist()],
        filed_at=moments(filed.filed[order]),
        completed_at=moments(_by_now(year, filed.completed[order])),
        **{question: n.texts[filed.answers[order, place]] for place, question in enumerate(QUESTIONS)},
    )


def _in_order(number: Array) -> Array:
    """The places that have a number, by their numbers."""
    order = np.flatnonzero(number)
    return np.asarray(order[np.argsort(number[order])])


def _of_kind(year: Year, n: Numbers, kind: str) -> dict[str, Array]:
    columns = n.touchpoints.columns
    these = columns["kind"] == year.log.words.code(kind)
    return {name: column[these] for name, column in columns.items()}


def _by_now(year: Year, times: Array) -> Array:
    """What has happened by now; NaN for the rest."""
    return np.where(times <= year.calendar.now, times, np.nan)
