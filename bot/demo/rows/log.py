"""Rows of what was said and what happened."""

import numpy as np

from bot.base.journey import journey
from bot.demo import log as noted
from bot.demo.customers.elsewhere import CHANNELS
from bot.demo.rows.causes import causes
from bot.demo.rows.numbering import moments, optional, so_far
from bot.demo.rows.numbers import Numbers
from bot.demo.script import LANGUAGES, told
from bot.demo.words import Array
from bot.demo.year import Year
from bot.store.base.bulk import Columns
from bot.store.chat.touchpoints import LOW_TOUCH_UP_TO

_TOUCHES = np.array(["no_touch", "low_touch", "high_touch"], dtype=object)
_OF_CHATS = ("customer", "channel", "language", "location")
_CHANNELS, _LANGUAGES = np.array(CHANNELS, dtype=object), np.array(LANGUAGES, dtype=object)
_SENDERS = np.array(["customer", "bot", "agent", "system"], dtype=object)


def messages(year: Year, n: Numbers) -> Columns:
    m = n.messages.columns
    number, ours, at = n.first("messages") + np.arange(len(m["at"])), m["sender"] != noted.CUSTOMER, moments(m["at"])
    external = np.array([f"demo:{each}" for each in number.tolist()], dtype=object)
    return dict(
        id=number,
        conversation_id=n.conversation[m["chat"]],
        channel=_CHANNELS[year.chats.channel[m["chat"]]],
        sender=_SENDERS[m["sender"]],
        text=n.texts[m["text"]],
        state=np.where(ours, "sent", "handled").astype(object),
        created_at=at,
        external_id=optional(external, ours),
        button_token=optional(external, m["pressed"] == 0),
        attempts=np.zeros(len(at), np.int64),
        done_at=at + np.timedelta64(240_000, "us"),
        agent_id=optional(n.agent[m["agent"]], m["agent"] < 0),
    )


def touchpoints(year: Year, n: Numbers) -> Columns:
    t, texts = n.touchpoints.columns, n.texts
    chat, alone = _of_chats(year, n), t["chat"] < 0
    where = {name: np.where(alone, t[name], chat[name][t["chat"]]) for name in _OF_CHATS}
    has_message = (t["message"] >= 0) & ~alone
    words = ("topic", "intent", "experiment", "variant", "detail")
    return dict(
        id=n.first("touchpoints") + np.arange(len(alone)),
        cause=causes(t, n, chat["customer"]),
        kind=texts[t["kind"]],
        at=moments(t["at"]),
        customer_id=where["customer"],
        conversation_id=optional(n.conversation[t["chat"]], alone),
        message_id=optional(n.messages.number[t["message"]], ~has_message),
        agent_id=optional(n.agent[t["agent"]], t["agent"] < 0),
        channel=_CHANNELS[where["channel"]],
        language=_LANGUAGES[where["language"]],
        location=texts[where["location"]],
        touch=optional(_touch(t), alone),
        confidence=t["confidence"],
        sentiment=t["sentiment"],
        model_version=texts[np.where(alone | (t["at_work"] == 0), 0, chat["model"][t["chat"]])],
        value=optional(t["value"], t["value"] < 0),
        **{name: texts[t[name]] for name in words},
        **_declared(t, texts),
    )


def _of_chats(year: Year, n: Numbers) -> dict[str, Array]:
    """What touchpoints have of their conversations, by place; the customer is the one that channel knows."""
    chats, code = year.chats, {text: code for code, text in enumerate(n.texts.tolist())}
    own = chats.channel == year.people.channel[chats.who]
    stores = np.array([*(code.get(store.code, 0) for store in year.stores), 0])
    models = np.array([code.get(model["version"], 0) for model in told("year")["models"]])
    return dict(
        customer=n.customer[np.where(own, chats.who, n.who.second[chats.who])],
        channel=chats.channel,
        language=chats.language,
        location=stores[chats.store],
        model=models[chats.model],
    )


def _touch(t: dict[str, Array]) -> Array:
    """How much human work the conversation had taken by then."""
    replies = so_far(t["chat"], (t["cause"] == noted.REPLY).astype(np.int64))
    return np.asarray(_TOUCHES[np.where(replies > LOW_TOUCH_UP_TO, 2, np.minimum(replies, 1))])


def _declared(t: dict[str, Array], texts: Array) -> dict[str, Array]:
    """Stage and type of engagement, as data/journey.yml declares them for the kind; a topic has a stage of its own."""
    kinds = {code: journey().kinds[texts[code]] for code in np.unique(t["kind"]).tolist()}
    stage, engagement = np.full(len(texts), None, dtype=object), np.full(len(texts), None, dtype=object)
    for code, kind in kinds.items():
        stage[code], engagement[code] = kind.stage, kind.engagement
    own = np.where(t["stage"] > 0, texts[t["stage"]], stage[t["kind"]])
    return dict(stage=own, engagement=engagement[t["kind"]])
