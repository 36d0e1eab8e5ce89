"""What happens, noted as columns: touchpoints and messages, many of the same kind at a time."""

from typing import Any, Union

import numpy as np

from bot.demo.words import Array, Words

Value = Union[int, float, Array]
NAN = float("nan")
# What a touchpoint was caused by (rows/causes.py writes it out).
TURN, OPENING, ENTRANCE, EXPOSURE, EFFORT, IDLE, DESK, REPLY, LINK, IMPORT = range(10)
CUSTOMER, BOT, AGENT, SYSTEM = range(4)

# `chat` -1 is no conversation: then the customer, the channel and the language are given. `at_work` says that the
# bot's model was at work. Texts are codes of Words.
_TOUCHPOINT = dict(
    chat=-1, customer=-1, channel=0, language=0, location=0, message=-1, origin=-1, agent=-1, cause=TURN, nth=0,
    topic=0, intent=0, stage=0, confidence=NAN, sentiment=NAN, experiment=0, variant=0, value=-1, detail=0, at_work=0,
)  # fmt: skip
_MESSAGE = dict(chat=-1, sender=CUSTOMER, text=0, pressed=0, agent=-1)


class Log:
    def __init__(self, words: Words) -> None:
        self.words = words
        self.messages = 0
        self._touchpoints: list[dict[str, Array]] = []
        self._messages: list[dict[str, Array]] = []

    def touchpoint(self, kind: str, at: Array, **columns: Value) -> None:
        row = {**_TOUCHPOINT, "kind": self.words.code(kind), **columns}
        self._touchpoints.append(_block(at, row, len(self._touchpoints)))

    def message(self, at: Array, **columns: Value) -> Array:
        """Note the messages; gives their places, by which touchpoints refer to them."""
        self._messages.append(_block(at, {**_MESSAGE, **columns}, len(self._messages)))
        self.messages += len(at)
        return np.arange(self.messages - len(at), self.messages)

    def all_touchpoints(self) -> dict[str, Array]:
        return _joined(self._touchpoints)

    def all_messages(self) -> dict[str, Array]:
        return _joined(self._messages)


def _block(at: Array, row: "dict[str, Any]", step: int) -> dict[str, Array]:
    # `step` keeps the order of what happens at the same time.
    return {"at": at, **{name: np.broadcast_to(value, at.shape) for name, value in {**row, "step": step}.items()}}


def _joined(blocks: list[dict[str, Array]]) -> dict[str, Array]:
    return {name: np.concatenate([block[name] for block in blocks]) for name in blocks[0]} if blocks else {}
