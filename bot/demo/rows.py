"""What was played, as rows of the tables."""

import numpy as np

from bot.base.journey import journey
from bot.demo import log as noted
from bot.demo.causes import causes
from bot.demo.elsewhere import CHANNELS
from bot.demo.numbering import Numbered, moments, so_far
from bot.demo.script import LANGUAGES
from bot.demo.words import Array
from bot.store.bulk import Columns

_TOUCHES = np.array(["no_touch", "low_touch", "high_touch"], dtype=object)
_HIGH = 3
_CHANNELS, _LANGUAGES = np.array(CHANNELS, dtype=object), np.array(LANGUAGES, dtype=object)
_SENDERS = np.array(["customer", "bot", "agent", "system"], dtype=object)


def optional(numbers: Array, missing: Array) -> Array:
    """The numbers, with None where they are missing."""
    values = numbers.astype(object)
    values[missing] = None
    return values


def messages(told: Numbered, texts: Array, conversation: Array, channel: Array, agents: Array, first: int) -> Columns:
    """Rows of `messages`; the arrays are by place in chats."""
    m = told.columns
    number, ours = first + np.arange(len(m["at"])), m["sender"] != noted.CUSTOMER
    at = moments(m["at"])
    external = np.array([f"demo:{n}" for n in number.tolist()], dtype=object)
    token = np.array([f"demo-{n}" for n in number.tolist()], dtype=object)
    return dict(
        id=number,
        conversation_id=conversation[m["chat"]],
        channel=_CHANNELS[channel[m["chat"]]],
        sender=_SENDERS[m["sender"]],
        text=texts[m["text"]],
        state=np.where(ours, "sent", "handled").astype(object),
        created_at=at,
        external_id=optional(external, ours),
        button_token=optional(token, m["pressed"] == 0),
        attempts=np.zeros(len(at), np.int64),
        done_at=at + np.timedelta64(240_000, "us"),
        agent_id=optional(agents[m["agent"]], m["agent"] < 0),
    )


def touchpoints(
    told: Numbered, texts: Array, chat: "dict[str, Array]", message: Array, agents: Array, handoff: Array, first: int
) -> Columns:
    """Rows of `touchpoints`. By place `chat` has the conversations' columns, `message` and `handoff` the numbers."""
    t = told.columns
    alone = t["chat"] < 0
    by_chat = {name: np.where(alone, t[name], column[t["chat"]]) for name, column in chat.items() if name in t}
    replies = so_far(t["chat"], (t["cause"] == noted.REPLY).astype(np.int64))
    touch = _TOUCHES[np.where(replies >= _HIGH, 2, np.minimum(replies, 1))]
    kinds = {code: journey().kinds[texts[code]] for code in np.unique(t["kind"]).tolist()}
    stage = np.array([kinds[code].stage if code in kinds else None for code in range(len(texts))], dtype=object)
    engagement = np.array(
        [kinds[code].engagement if code in kinds else None for code in range(len(texts))], dtype=object
    )
    has_message = (t["message"] >= 0) & ~alone
    return dict(
        id=first + np.arange(len(t["at"])),
        cause=causes(t, texts, chat, message, handoff, agents),
        kind=texts[t["kind"]],
        at=moments(t["at"]),
        customer_id=by_chat["customer"],
        conversation_id=optional(chat["id"][t["chat"]], alone),
        message_id=optional(message[t["message"]], ~has_message),
        agent_id=optional(agents[t["agent"]], t["agent"] < 0),
        channel=_CHANNELS[by_chat["channel"]],
        language=_LANGUAGES[by_chat["language"]],
        location=texts[by_chat["location"]],
        stage=np.where(t["stage"] > 0, texts[t["stage"]], stage[t["kind"]]),
        engagement=engagement[t["kind"]],
        touch=optional(touch, alone),
        topic=texts[t["topic"]],
        intent=texts[t["intent"]],
        confidence=t["confidence"],
        sentiment=t["sentiment"],
        model_version=texts[np.where(alone | (t["at_work"] == 0), 0, chat["model"][t["chat"]])],
        experiment=texts[t["experiment"]],
        variant=texts[t["variant"]],
        value=optional(t["value"], t["value"] < 0),
        detail=texts[t["detail"]],
    )
