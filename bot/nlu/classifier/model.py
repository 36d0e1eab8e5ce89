"""The model: what a text has in common with every example, and what each example says for and against every label."""

from dataclasses import dataclass
from typing import Any, Mapping, Optional, Sequence

import numpy as np

from bot.nlu.classifier import calibration
from bot.nlu.classifier.decision import Decision, Ranking, Thresholds, decide
from bot.nlu.classifier.evidence import Evidence
from bot.nlu.classifier.ngrams import Ngrams
from bot.nlu.classifier.text import script
from bot.nlu.encoders.base import Encoder

Array = np.ndarray[Any, Any]


@dataclass(frozen=True)
class Part:
    """What was learnt from the examples of one script.

    Where there is an encoder, `meanings` has a row for each example with its vector.
    """

    labels: tuple[str, ...]
    ngrams: Ngrams
    evidence: Evidence
    sharpness: float
    thresholds: Thresholds
    meanings: Optional[Array] = None

    def rank(self, text: str, encoder: Optional[Encoder]) -> Ranking:
        scores = self.evidence.add_up(*self.ngrams.weigh(text))
        if self.meanings is not None and encoder is not None:
            alike = self.meanings @ encoder.encode([text])[0]
            scores = scores + alike @ self.evidence.table[: len(alike)]
        return ranked(self.labels, calibration.shares(scores, self.sharpness))


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
    order = np.argsort(-shares, kind="stable")
    return list(zip((labels[i] for i in order), shares[order].tolist(), strict=True))
