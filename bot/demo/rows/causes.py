"""What each touchpoint was caused by, in the words of the product's own units of work."""

import numpy as np

from bot.demo import log as noted
from bot.demo.rows.numbers import Numbers
from bot.demo.words import Array
from bot.store.chat import links
from bot.store.chat.touchpoints import Kind

_BY_MESSAGE = (noted.TURN, noted.LINK, noted.REPLY)
_Row = tuple[int, int, int, int, int, int, str, str]


def causes(t: dict[str, Array], n: Numbers, customer: Array) -> Array:
    """A text for each touchpoint; no two are the same. `customer` is that of each conversation, by place."""
    origin = np.where(np.isin(t["cause"], _BY_MESSAGE), n.messages.number[t["origin"]], t["origin"])
    at_desk = t["cause"] == noted.DESK
    origin[at_desk] = n.handoff[t["origin"][at_desk]]
    detail = np.where(t["cause"] == noted.EXPOSURE, t["experiment"], t["detail"])
    numbers = (t["cause"], n.conversation[t["chat"]], customer[t["chat"]], origin, n.agent[t["agent"]], t["nth"])
    rows = zip(*(column.tolist() for column in numbers), n.texts[t["kind"]], n.texts[detail], strict=True)
    return np.array([_cause(row) for row in rows], dtype=object)


def _cause(row: _Row) -> str:
    cause, conversation, customer, origin, agent, nth, kind, detail = row
    if cause == noted.TURN:
        return f"m{origin}:{kind}:{nth}" if nth else f"m{origin}:{kind}"
    if cause == noted.LINK:
        return links.cause(Kind(kind), origin, detail)
    if cause == noted.DESK:
        return f"handoff{origin}:agent{agent}:{kind}"
    if cause == noted.REPLY:
        return f"agent:demo{origin}:{kind}"
    if cause == noted.IMPORT:
        return f"import:demo:{nth}"
    return _rare(cause, conversation, customer, kind, detail)


def _rare(cause: int, conversation: int, customer: int, kind: str, detail: str) -> str:
    if cause == noted.ENTRANCE:
        return f"customer{customer}:{kind}:{detail}"
    if cause == noted.EXPOSURE:
        return f"c{conversation}:{kind}:{detail}"
    if cause == noted.EFFORT:
        return f"c{conversation}:{kind}"
    return f"c{conversation}:idle:{kind}" if cause == noted.IDLE else f"c{conversation}:started"
