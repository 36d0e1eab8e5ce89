"""The arithmetic of an examination: what share of questions came out how, by language, group and label."""

from collections import Counter
from dataclasses import asdict, dataclass, field
from typing import Any, Callable, Iterable, Mapping, Sequence

import numpy as np

from bot.nlu.classifier.calibration import expected_error
from bot.nlu.examination.answered import Answered

WORST = 30
OUTCOMES = ("right", "right_after_asking", "wrong", "fallback")


@dataclass(frozen=True)
class Result:
    """Shares are between 0 and 1, and None where there was nothing to take a share of.

    The shares of `outcomes` add up to 1. `macro_f1` is over the labels acted on, a question asked back about counting
    for no label. `found` is the share of out-of-scope questions that fell back, `rejected` that of all the others.
    """

    count: int
    outcomes: Mapping[str, float]
    macro_f1: float
    found: float | None
    rejected: float | None
    calibration_error: float


@dataclass(frozen=True)
class Report:
    overall: Result
    languages: Mapping[str, Result]
    groups: Mapping[str, Result]
    labels: Mapping[str, Result]
    confusions: list[tuple[str, str, int]] = field(default_factory=list)

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


def report(answered: Sequence[Answered], groups: Mapping[str, str]) -> Report:
    """`groups` names the group of each label; a label without one is in "unknown"."""
    return Report(
        measure(answered),
        _by(answered, lambda a: a.language),
        _by(answered, lambda a: groups.get(a.label, "unknown")),
        _by(answered, lambda a: a.label),
        _confusions(answered),
    )


def measure(answered: Sequence[Answered]) -> Result:
    """The figures of some questions, at least one."""
    counts = Counter(a.outcome for a in answered)
    share = np.array([a.share for a in answered])
    right = np.array([a.best == a.label for a in answered])
    return Result(
        len(answered),
        {outcome: counts[outcome] / len(answered) for outcome in OUTCOMES},
        macro_f1([(a.label, a.predicted) for a in answered]),
        _share(a.decision.kind == "fallback" for a in answered if a.foreign),
        _share(a.decision.kind == "fallback" for a in answered if not a.foreign),
        expected_error(share, right),
    )


def macro_f1(pairs: Sequence[tuple[str, str]]) -> float:
    """The mean F1 over the true labels of (true, predicted) pairs."""
    true, predicted = Counter(t for t, _ in pairs), Counter(p for _, p in pairs)
    both = Counter(t for t, p in pairs if t == p)
    return float(np.mean([2 * both[label] / (true[label] + predicted[label]) for label in true]))


def _share(flags: Iterable[bool]) -> float | None:
    values = list(flags)
    return sum(values) / len(values) if values else None


def _by(answered: Sequence[Answered], key: Callable[[Answered], str]) -> dict[str, Result]:
    parts: dict[str, list[Answered]] = {}
    for one in answered:
        parts.setdefault(key(one), []).append(one)
    return {name: measure(part) for name, part in sorted(parts.items())}


def _confusions(answered: Sequence[Answered]) -> list[tuple[str, str, int]]:
    """(true label, label acted on, how often), the most frequent first; asking back with the right option is none."""
    missed = (a for a in answered if a.outcome in ("wrong", "fallback"))
    counts = Counter((a.label, a.predicted) for a in missed)
    return [(label, predicted, n) for (label, predicted), n in sorted(counts.items(), key=lambda c: -c[1])][:WORST]
