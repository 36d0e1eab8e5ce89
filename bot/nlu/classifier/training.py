"""Training: ridge regression of every label on the n-grams of a text, solved over how alike the examples are.

The solution also gives what some examples would have scored had the model not seen them, at no cost. Confidence and
thresholds are set on those held-out scores, as the scores of known examples say nothing about unknown questions.
"""

from dataclasses import dataclass
from typing import Any, Optional, Sequence

import numpy as np
from scipy import sparse
from scipy.linalg import cho_factor, cho_solve

from bot.nlu.classifier import calibration, ngrams
from bot.nlu.classifier.decision import Decision, Thresholds, Worth, choose, decide
from bot.nlu.classifier.evidence import Evidence
from bot.nlu.classifier.model import Part, TextModel, ranked
from bot.nlu.classifier.text import script
from bot.nlu.encoders.base import Encoder

Array = np.ndarray[Any, Any]
# Accuracy hardly changes between half and twice of it (docs/understanding.md).
_RIDGE = 0.7
_FOLDS = 5
# Only saves time: half of the products of examples are not needed.
_BLOCKS = 8
# An n-gram of more examples than this has evidence of its own. Halving it makes the model larger, and no faster.
_FEW = 16
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
    scripts = _scripts(texts, labels)
    return TextModel({name: _Fitting(*data, encoder, worth).part() for name, data in scripts}, encoder)


def cross_validate(
    texts: Sequence[str], labels: Sequence[str], encoder: Optional[Encoder] = None, worth: Worth = _WORTH
) -> list[HeldOut]:
    """The examples as unknown questions, a part for each script and fold."""
    scripts = _scripts(texts, labels)
    return [
        _Fitting(*data, encoder, worth, fold).held_out()
        for _, data in scripts
        for fold in range(min(_FOLDS, len(data[0])))
    ]


def _scripts(texts: Sequence[str], labels: Sequence[str]) -> list[tuple[str, tuple[list[str], list[str]]]]:
    found: dict[str, tuple[list[str], list[str]]] = {}
    for text, label in zip(texts, labels, strict=True):
        part_texts, part_labels = found.setdefault(script(text), ([], []))
        part_texts.append(text)
        part_labels.append(label)
    return sorted(found.items())


class _Fitting:
    """The examples of one script, and all that is worked out from them on the way to a Part.

    The examples of one fold, every fifth, are held out: they are the last rows of everything.
    """

    def __init__(
        self, texts: list[str], truth: list[str], encoder: Optional[Encoder], worth: Worth, fold: int = 0
    ) -> None:
        order = sorted(range(len(texts)), key=lambda row: row % _FOLDS == fold)
        self.texts, self.truth = [texts[row] for row in order], [truth[row] for row in order]
        self.unseen = slice(-len(range(fold, len(texts), _FOLDS)), None)
        self.labels = tuple(sorted(set(truth)))
        columns = np.searchsorted(self.labels, self.truth)
        self.ngrams, self.examples = ngrams.learn(self.texts)
        self.meanings = encoder.encode(self.texts).astype(np.float32) if encoder else None
        targets = np.eye(len(self.labels), dtype=np.float32)[columns]
        self.weights, scores = _solve(self._alike(), targets, self.unseen)
        self.sharpness = calibration.fit_sharpness(scores, columns[self.unseen])
        self.shares = calibration.shares(scores, self.sharpness)
        self.thresholds = choose(self.shares, columns[self.unseen], self.labels, worth)

    def part(self) -> Part:
        found = evidence(self.examples.T.tocsr(), self.weights)
        return Part(self.labels, self.ngrams, found, self.sharpness, self.thresholds, self.meanings)

    def held_out(self) -> HeldOut:
        return HeldOut(self.texts[self.unseen], self.truth[self.unseen], self.labels, self.shares, self.thresholds)

    def _alike(self) -> Array:
        """How alike each two examples are, where the second is not after the first; the rest is never looked at."""
        size = len(self.texts)
        alike = np.zeros((size, size), np.float32, order="F")
        step = -(-size // _BLOCKS)
        for start in range(0, size, step):
            end = start + step
            alike[start:end, :end] = (self.examples[start:end] @ self.examples[:end].T).toarray()
        return alike if self.meanings is None else alike + self.meanings @ self.meanings.T


def _solve(alike: Array, targets: Array, unseen: slice) -> tuple[Array, Array]:
    """What every example says for and against every label; and the scores of the last ones from all the others.

    The weights are the inverse of `alike` with the ridge, times the targets. The held-out scores are the block form of
    the leave-one-out identity: the trailing block of the Cholesky factor is the root of what would have to be inverted.
    """
    alike[np.diag_indices_from(alike)] += _RIDGE
    # The ridge makes it positive definite, so this can't fail.
    factor, _ = cho_factor(alike, lower=True, overwrite_a=True, check_finite=False)
    weights: Array = cho_solve((factor, True), targets, check_finite=False)
    root = np.tril(factor[unseen, unseen])
    return weights, targets[unseen] - root @ (root.T @ weights[unseen])


def evidence(by_ngram: Any, weights: Array) -> Evidence:
    """From a sparse row of examples for each n-gram, and from what each example says about every label."""
    many = np.diff(by_ngram.indptr) > _FEW
    by_examples = sparse.diags((~many).astype(np.float32)) @ by_ngram
    said = sparse.hstack([by_examples, sparse.identity(len(many), np.float32, "csr")[:, many]], "csr")
    said.eliminate_zeros()
    table = np.vstack([weights, by_ngram[many] @ weights])
    return Evidence(table, said.indptr, said.indices.astype(np.min_scalar_type(len(table))), said.data)
