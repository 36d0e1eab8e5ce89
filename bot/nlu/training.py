"""Training: ridge regression of every label on how alike the examples are, solved in closed form.

The solution also gives what an example would have scored had the model not seen its fold, at nearly no cost. Confidence
and thresholds are set on those held-out scores, as the scores of known examples say nothing about unknown questions.
"""

from dataclasses import dataclass
from typing import Any, Optional, Sequence

import numpy as np
from scipy.linalg.lapack import spotrf, spotri

from bot.nlu import calibration, ngrams
from bot.nlu.decision import Decision, Thresholds, Worth, choose, decide
from bot.nlu.encoder import Encoder
from bot.nlu.model import Part, TextModel, ranked
from bot.nlu.text import script

Array = np.ndarray[Any, Any]
# Chosen by cross-validation; accuracy hardly changes between half and twice of it (docs/understanding.md).
_RIDGE = 2.0
_FOLDS = 5
_WORTH = Worth()


@dataclass(frozen=True)
class HeldOut:
    """Examples as a model sees them that has not been trained on their fold."""

    texts: Sequence[str]
    truth: Sequence[str]
    labels: tuple[str, ...]
    shares: Array
    thresholds: Thresholds

    def decisions(self) -> list[Decision]:
        return [decide(ranked(self.labels, row), self.thresholds) for row in self.shares]


def fit(
    texts: Sequence[str], labels: Sequence[str], encoder: Optional[Encoder] = None, worth: Worth = _WORTH
) -> TextModel:
    """Train on texts with a label each; the same data gives the same model."""
    return TextModel({name: _Fitting(*data, encoder, worth).part() for name, data in _scripts(texts, labels)}, encoder)


def cross_validate(
    texts: Sequence[str], labels: Sequence[str], encoder: Optional[Encoder] = None, worth: Worth = _WORTH
) -> list[HeldOut]:
    """The examples as unknown questions, a part for each script."""
    return [_Fitting(*data, encoder, worth).held_out() for _, data in _scripts(texts, labels)]


def _scripts(texts: Sequence[str], labels: Sequence[str]) -> list[tuple[str, tuple[list[str], list[str]]]]:
    found: dict[str, tuple[list[str], list[str]]] = {}
    for text, label in zip(texts, labels, strict=True):
        part_texts, part_labels = found.setdefault(script(text), ([], []))
        part_texts.append(text)
        part_labels.append(label)
    return sorted(found.items())


class _Fitting:
    """The examples of one script, and all that is worked out from them on the way to a Part."""

    def __init__(self, texts: list[str], truth: list[str], encoder: Optional[Encoder], worth: Worth) -> None:
        self.texts, self.truth = texts, truth
        self.labels = tuple(sorted(set(truth)))
        columns = np.searchsorted(self.labels, truth)
        self.ngrams = ngrams.learn(texts)
        self.examples = self.ngrams.matrix(texts)
        self.meanings = encoder.encode(texts).astype(np.float32) if encoder else None
        targets = np.eye(len(self.labels), dtype=np.float32)[columns]
        solved = _inverted(self._alike())
        self.weights = solved @ targets
        scores = _unseen(solved, self.weights, targets)
        self.sharpness = calibration.fit_sharpness(scores, columns)
        self.shares = calibration.shares(scores, self.sharpness)
        self.thresholds = choose(self.shares, columns, self.labels, worth)

    def part(self) -> Part:
        by_ngram = self.examples.T.tocsr()
        return Part(self.labels, self.ngrams, by_ngram, self.weights, self.sharpness, self.thresholds, self.meanings)

    def held_out(self) -> HeldOut:
        return HeldOut(self.texts, self.truth, self.labels, self.shares, self.thresholds)

    def _alike(self) -> Array:
        alike: Array = (self.examples @ self.examples.T).toarray()
        return alike if self.meanings is None else alike + self.meanings @ self.meanings.T


def _inverted(alike: Array) -> Array:
    """The inverse of `alike` with the ridge added, by Cholesky's method."""
    alike[np.diag_indices_from(alike)] += _RIDGE
    # The ridge makes it positive definite, so neither step can fail.
    factor, _ = spotrf(alike, lower=True, overwrite_a=True)
    half, _ = spotri(factor, lower=True, overwrite_c=True)
    inverse: Array = np.tril(half) + np.tril(half, -1).T
    return inverse


def _unseen(inverse: Array, weights: Array, targets: Array) -> Array:
    """The scores each fold would get from the other folds (the block form of the leave-one-out identity)."""
    scores = np.empty_like(targets)
    for fold in range(_FOLDS):
        rows = np.arange(fold, len(targets), _FOLDS)
        scores[rows] = targets[rows] - np.linalg.solve(inverse[np.ix_(rows, rows)], weights[rows])
    return scores
