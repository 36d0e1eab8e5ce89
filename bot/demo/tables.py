"""Rows of the smaller tables: the team, handoffs, surveys, complaints, orders and their imports."""

from typing import Any, Callable

import numpy as np

from bot.demo.numbering import Numbered, moments
from bot.demo.rows import optional
from bot.demo.script import told
from bot.demo.words import Array
from bot.demo.year import Year
from bot.services.complaints import QUESTIONS
from bot.store.bulk import Columns

_WEEK = 7
# No password has this hash.
_NO_PASSWORD = "!"


def agents(year: Year, numbers: Array) -> Columns:
    """Nobody can log in as one of them."""
    team = year.team
    seen = np.full(len(team.agents), np.nan)
    shown = team.stretches[team.stretches[:, 1] < year.calendar.end]
    np.fmax.at(seen, shown[:, 0].astype(np.int64), np.minimum(shown[:, 2], year.calendar.end))
    return dict(
        id=numbers,
        name=[agent["name"] for agent in team.agents],
        password_hash=[_NO_PASSWORD] * len(numbers),
        created_at=moments(year.calendar.at(team.joined, np.zeros(len(numbers)))),
        seen_at=moments(seen),
        role=["agent"] * len(numbers),
    )


def presences(year: Year, numbers: Array, first: int) -> Columns:
    shown = year.team.stretches[year.team.stretches[:, 1] < year.calendar.end]
    shown = shown[np.argsort(shown[:, 1], kind="stable")]
    return dict(
        id=first + np.arange(len(shown)),
        agent_id=numbers[shown[:, 0].astype(np.int64)],
        from_at=moments(shown[:, 1]),
        until_at=moments(np.minimum(shown[:, 2], year.calendar.end)),
    )


def handoffs(year: Year, texts: Array, conversation: Array, agent: Array, first: int) -> Numbered:
    """As far as they have come by now. The number of each place in Handoffs comes with them."""
    handed, end = year.played.handoffs, year.calendar.end
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
    year: Year, facts: "dict[str, Array]", told_messages: Numbered, texts: Array, conversation: Array, agent: Array,
    first: int,
) -> Columns:  # fmt: skip
    """One a conversation that was asked; of several ratings the last one, of the first one the time."""
    asked, answered, commented = (
        np.flatnonzero(facts["kind"] == year.log.words.code(f"survey_{what}"))
        for what in ("asked", "answered", "commented")
    )
    chats = len(year.chats)
    rating, rated, comment = np.full(chats, -1), np.full(chats, np.nan), np.zeros(chats, np.int64)
    rating[facts["chat"][answered]] = facts["value"][answered]
    rated[facts["chat"][answered[::-1]]] = facts["at"][answered[::-1]]
    written = np.zeros(int(told_messages.number.max(initial=0)) + 1, np.int64)
    written[told_messages.number[told_messages.number > 0]] = _texts_by_place(year)[told_messages.number > 0]
    said = told_messages.number[facts["message"][commented]]
    comment[facts["chat"][commented]] = written[said]
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


def complaints(year: Year, texts: Array, conversation: Array, message: Array, first: int) -> Columns:
    told_by, end = year.played.complaints, year.calendar.end
    order = np.flatnonzero((conversation[told_by.chat] > 0) & (told_by.filed <= end) & (message[told_by.cause] > 0))
    order = order[np.argsort(told_by.filed[order], kind="stable")]
    answers = {question: texts[told_by.answers[order, n]] for n, question in enumerate(QUESTIONS)}
    return dict(
        id=first + np.arange(len(order)),
        conversation_id=conversation[told_by.chat[order]],
        cause=[f"m{number}" for number in message[told_by.cause[order]].tolist()],
        filed_at=moments(told_by.filed[order]),
        completed_at=moments(_by(told_by.completed[order], end)),
        **answers,
    )


def orders(year: Year, texts: Array, customer: Array, first_id: Callable[[str], int]) -> "list[tuple[str, Columns]]":
    """The orders, and the weekly files by which they came in."""
    made, calendar = year.orders, year.calendar
    every = np.arange(len(made))
    day = calendar.day(made.at)
    week = day // _WEEK
    weeks, rows = np.unique(week, return_counts=True)
    imports = first_id("imports") + np.arange(len(weeks))
    dates = np.array(calendar.dates, dtype="datetime64[D]")
    online = made.store < 0
    stores = np.array([*(store.code for store in year.stores), None], dtype=object)
    status = made.status_at(every, np.full(len(made), calendar.end))
    words = year.log.words.texts()
    shipped = online & np.isin(status, year.log.words.codes(["shipped", "out_for_delivery", "delivered", "returned"]))
    ends = np.minimum(
        calendar.at(np.minimum((weeks + 1) * _WEEK, calendar.days), np.full(len(weeks), 7200.0)), calendar.end
    )
    return [
        ("imports", dict(
            id=imports, kind=["orders"] * len(weeks), rows=rows, at=moments(ends),
            source=[f"orders-{calendar.dates[w * _WEEK]}.csv" for w in weeks.tolist()],
        )),
        ("orders", dict(
            id=first_id("orders") + every,
            key=[number.replace("-", "") for number in texts[made.number].tolist()],
            number=texts[made.number],
            email=texts[made.email],
            postcode=[f"{97000 + who % 900}" for who in made.who.tolist()],
            status=words[status],
            ordered_on=dates[day],
            ordered_at=moments(made.at),
            expected_on=np.where(online, dates[day] + 4, np.datetime64("NaT")),
            carrier=texts[made.carrier],
            tracking_url=optional(_tracking(texts, made.carrier, every), ~shipped),
            total=made.total,
            currency=[told("year")["currency"]] * len(made),
            guest=made.guest,
            location=stores[made.store],
            items=made.items,
            referral_code=texts[made.referral],
            customer_id=customer[made.who],
            import_id=imports[np.searchsorted(weeks, week)],
        )),
    ]  # fmt: skip


def _tracking(texts: Array, carrier: Array, number: Array) -> Array:
    links = [f"https://{(c or 'none').lower()}.example/t/{7000000 + n}"
             for c, n in zip(texts[carrier].tolist(), number.tolist(), strict=True)]  # fmt: skip
    return np.array(links, dtype=object)


def _texts_by_place(year: Year) -> Array:
    return year.log.all_messages()["text"]


def _by(times: Array, end: float) -> Array:
    """What has happened by then; NaN for the rest."""
    values = times.astype(float)
    return np.where(values <= end, values, np.nan)
