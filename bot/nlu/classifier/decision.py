"""What to do with a ranking: answer, ask back, or fall back; and where the borders between the three are."""

from dataclasses import dataclass
from itertools import product
from typing import Any, Literal, Sequence

import numpy as np

Array = np.ndarray[Any, Any]
Ranking = Sequence[tuple[str, float]]
OUT_OF_SCOPE = "out_of_scope"
MOST_OPTIONS = 3
_SHARES = [step / 20 for step in range(4, 20)]
_FOREIGN = [step / 20 for step in range(3, 11)]


@dataclass(frozen=True)
class Thresholds:
    """`alone`: the least share with which a label is acted on. `together`: the least that options asked about share.

    `foreign`: out of scope is assumed when it has this much of what it and the best label of ours have together.
    """

    alone: float
    together: float
    foreign: float


@dataclass(frozen=True)
class Worth:
    """What an outcome is worth to the customer; a right answer is worth 1, falling back on a question of ours 0.

    `rejected`: falling back on a question that is none of ours, which is what should happen.
    """

    asked: float = 0.5
    asked_in_vain: float = -0.25
    wrong: float = -0.5
    rejected: float = 1.0


@dataclass(frozen=True)
class Decision:
    """`label` is acted on. `confidence` is its share, or that of all `options` together."""

    kind: Literal["answer", "ask_back", "fallback"]
    label: str
    confidence: float
    options: tuple[str, ...] = ()


def decide(ranking: Ranking, thresholds: Thresholds) -> Decision:
    """Act on the best label, or ask about as few labels as are probably enough, or admit not to know."""
    foreign = sum(share for label, share in ranking if label == OUT_OF_SCOPE)
    known = [(label, share) for label, share in ranking if label != OUT_OF_SCOPE][:MOST_OPTIONS]
    best, share = known[0] if known else (OUT_OF_SCOPE, 0.0)
    if foreign >= thresholds.foreign * (foreign + share):
        return Decision("fallback", OUT_OF_SCOPE, foreign)
    if share >= thresholds.alone:
        return Decision("answer", best, share)
    for count in range(2, len(known) + 1):
        together = sum(share for _, share in known[:count])
        if together >= thresholds.together:
            return Decision("ask_back", "ask_back", together, tuple(label for label, _ in known[:count]))
    return Decision("fallback", "nlu_fallback", share)


def choose(shares: Array, truth: Array, labels: Sequence[str], worth: Worth) -> Thresholds:
    """The thresholds that are worth most on held-out examples: `truth` holds the column of each row's true label."""
    rows = _Rows.of(shares, truth, labels)
    tried = (Thresholds(*values) for values in product(_SHARES, _SHARES, _FOREIGN))
    return max(tried, key=lambda thresholds: rows.mean_worth(thresholds, worth))


@dataclass(frozen=True)
class _Rows:
    """What `decide` goes by, for many rankings at once.

    `sums` are the shares of the first one, two and three labels of ours together; `odds` what out of scope has of
    itself and the first; `place` is where the true label stands among them (3 where it does not); `foreign` marks
    questions that are out of scope.
    """

    sums: Array
    odds: Array
    place: Array
    foreign: Array

    @classmethod
    def of(cls, shares: Array, truth: Array, labels: Sequence[str]) -> "_Rows":
        ours = np.array([label != OUT_OF_SCOPE for label in labels])
        known, other = np.where(ours, shares, 0), shares[:, ~ours].sum(axis=1)
        order = np.argsort(-known, axis=1, kind="stable")[:, :MOST_OPTIONS]
        tops = np.take_along_axis(known, order, axis=1)
        found = np.c_[(order == truth[:, None]) & ours[truth][:, None], np.ones(len(truth), dtype=bool)]
        return cls(np.cumsum(tops, axis=1), other / (other + tops[:, 0]), found.argmax(axis=1), ~ours[truth])

    def mean_worth(self, thresholds: Thresholds, worth: Worth) -> float:
        enough = self.sums >= thresholds.together
        options = np.maximum(2, enough.argmax(axis=1) + 1)
        answered = np.where(self.place == 0, 1.0, worth.wrong)
        asked = np.where(self.place < options, worth.asked, worth.asked_in_vain)
        fallen_back = np.where(self.foreign, worth.rejected, 0.0)
        unsure = np.where(enough[:, -1], asked, fallen_back)
        ours = np.where(self.sums[:, 0] >= thresholds.alone, answered, unsure)
        return float(np.where(self.odds >= thresholds.foreign, fallen_back, ours).mean())
