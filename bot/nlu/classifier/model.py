"""The model: what a text has in common with every example, and what each example says for and against every label."""

from dataclasses import dataclass
from typing import Any, Mapping, Optional, Sequence

import numpy as np

from bot.nlu.classifier import calibration
from bot.nlu.classifier.decision import Decision, Ranking, Thresholds, decide
from bot.nlu.classifier.ngrams import Ngrams
from bot.nlu.classifier.text import script
from bot.nlu.encoders.base import Encoder

Array = np.ndarray[Any, Any]


@dataclass(frozen=True)
class Part:
    """What was learnt from the examples of one script.

    `examples` has a row for each n-gram and a column for each example; `meanings` and `weights` have a row for each
    example, with the encoder's vector (where there is an encoder) and with what it says about every label.
    """

    labels: tuple[str, ...]
    ngrams: Ngrams
    examples: Any
    weights: Array
    sharpness: float
    thresholds: Thresholds
    meanings: Optional[Array] = None

    def rank(self, text: str, encoder: Optional[Encoder]) -> Ranking:
        alike = (self.ngrams.matrix([text]) @ self.examples).toarray()[0]
        if self.meanings is not None and encoder is not None:
            alike = alike + self.meanings @ encoder.encode([text])[0]
        return ranked(self.labels, calibration.shares(alike @ self.weights, self.sharpness))


@dataclass(frozen=True)
class TextModel:
    """A part for each script. A script without examples is read with the part that has the most labels."""

    parts: Mapping[str, Part]
    encoder: Optional[Encoder] = None

    def rank(self, text: str) -> Ranking:
        """Every label with its share of confidence, the most likely first. The shares add up to 1."""
        return self._part(text).rank(text, self.encoder)

    def decide(self, text: str, ranking: Optional[Ranking] = None) -> Decision:
        return decide(ranking or self.rank(text), self._part(text).thresholds)

    def _part(self, text: str) -> Part:
        return self.parts.get(script(text)) or max(self.parts.values(), key=lambda part: len(part.labels))


def ranked(labels: Sequence[str], shares: Array) -> Ranking:
    return [(labels[i], float(shares[i])) for i in np.argsort(-shares, kind="stable")]
