"""What to do with a ranking: answer, ask back, or fall back; and where the borders between the three are."""

from dataclasses import dataclass
from typing import Any, Literal, Sequence

import numpy as np

Array = np.ndarray[Any, Any]
Ranking = Sequence[tuple[str, float]]
OUT_OF_SCOPE = "out_of_scope"
MOST_OPTIONS = 3
_GRID = np.arange(0.2, 0.96, 0.025)


@dataclass(frozen=True)
class Thresholds:
    """`alone`: the least share with which a label is acted on. `together`: the least that options asked about share."""

    alone: float
    together: float


@dataclass(frozen=True)
class Worth:
    """What an outcome is worth to the customer; a right answer is worth 1, falling back on a question of ours 0.

    `rejected`: falling back on a question that is none of ours.
    """

    asked: float = 0.5
    asked_in_vain: float = -0.25
    wrong: float = -0.5
    rejected: float = 0.5


@dataclass(frozen=True)
class Decision:
    """`label` is acted on. `confidence` is its share, or that of all `options` together."""

    kind: Literal["answer", "ask_back", "fallback"]
    label: str
    confidence: float
    options: tuple[str, ...] = ()


def decide(ranking: Ranking, thresholds: Thresholds) -> Decision:
    """Act on the best label, or ask about as few labels as are probably enough, or admit not to know.

    Nothing is asked when the question is likelier none of ours than one of the options.
    """
    foreign = sum(share for label, share in ranking if label == OUT_OF_SCOPE)
    known = [(label, share) for label, share in ranking if label != OUT_OF_SCOPE][:MOST_OPTIONS]
    best, share = ranking[0]
    if best != OUT_OF_SCOPE and share >= thresholds.alone:
        return Decision("answer", best, share)
    for count in range(2, len(known) + 1):
        together = sum(share for _, share in known[:count])
        if together >= max(thresholds.together, foreign):
            return Decision("ask_back", "ask_back", together, tuple(label for label, _ in known[:count]))
    return Decision("fallback", OUT_OF_SCOPE if best == OUT_OF_SCOPE else "nlu_fallback", share)


def choose(shares: Array, truth: Array, labels: Sequence[str], worth: Worth) -> Thresholds:
    """The thresholds that are worth most on held-out examples: `truth` holds the column of each row's true label."""
    rows = _Rows.of(shares, truth, labels)
    pairs = [(alone, together) for alone in _GRID for together in _GRID]
    alone, together = max(pairs, key=lambda pair: rows.mean_worth(pair[0], pair[1], worth))
    return Thresholds(round(float(alone), 3), round(float(together), 3))


@dataclass(frozen=True)
class _Rows:
    """What `decide` goes by, for many rankings at once.

    `best` is the share of the best label, 0 where that is out of scope; `other` the share of being out of scope;
    `sums` the shares of the first one, two and three labels of ours; `place` is where the true label stands among
    these (3 where it does not); `foreign` marks questions that are out of scope.
    """

    best: Array
    other: Array
    sums: Array
    place: Array
    foreign: Array

    @classmethod
    def of(cls, shares: Array, truth: Array, labels: Sequence[str]) -> "_Rows":
        ours = np.array([label != OUT_OF_SCOPE for label in labels])
        known = np.where(ours, shares, 0)
        order = np.argsort(-known, axis=1, kind="stable")[:, :MOST_OPTIONS]
        tops = np.take_along_axis(known, order, axis=1)
        found = np.c_[(order == truth[:, None]) & ours[truth][:, None], np.ones(len(truth), dtype=bool)]
        best = np.where(tops[:, 0] == shares.max(axis=1), tops[:, 0], 0)
        return cls(best, shares[:, ~ours].sum(axis=1), np.cumsum(tops, axis=1), found.argmax(axis=1), ~ours[truth])

    def mean_worth(self, alone: float, together: float, worth: Worth) -> float:
        enough = self.sums >= np.maximum(together, self.other)[:, None]
        options = np.maximum(2, enough.argmax(axis=1) + 1)
        answered = np.where(self.place == 0, 1.0, worth.wrong)
        asked = np.where(self.place < options, worth.asked, worth.asked_in_vain)
        fallen_back = np.where(self.foreign, worth.rejected, 0.0)
        return float(np.where(self.best >= alone, answered, np.where(enough[:, -1], asked, fallen_back)).mean())
