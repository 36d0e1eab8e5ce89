"""`make eval`: the model of the current examples against the figures agreed in tests/data/agreed.yml."""

import sys
from pathlib import Path
from typing import Mapping, Sequence

import yaml

from bot.base.paths import PROJECT
from bot.cli.eval import examine
from bot.nlu.classifier.training import cross_validate, fit
from bot.nlu.examination.answered import Answered
from bot.nlu.examination.questions import read_examination
from bot.nlu.examination.report import Result, measure
from bot.nlu.examples import Example, project_examples

DATA = PROJECT / "tests" / "data"
AT_LEAST = ("right", "understood", "found")


def main() -> int:
    """0 when every figure is as good as agreed."""
    agreed = yaml.safe_load((DATA / "agreed.yml").read_text(encoding="utf-8"))
    examples = project_examples()
    answered = {"cross-validation": validated(examples)}
    model = fit([e.text for e in examples], [e.label for e in examples])
    files = [name for name in agreed if name.endswith(".jsonl")]
    answered |= {name: examine(model, read_examination(Path(DATA / name))) for name in files}
    return sum([failures(name, figures(measure(answered[name])), agreed[name]) for name in agreed])


def validated(examples: Sequence[Example]) -> list[Answered]:
    known = {example.text: example for example in examples}
    parts = cross_validate([e.text for e in examples], [e.label for e in examples])
    rows = [row for part in parts for row in zip(part.texts, part.decisions(), part.shares, strict=True)]
    labels = [part.labels for part in parts for _ in part.texts]
    return [
        Answered(known[text], decision, names[shares.argmax()], float(shares.max()))
        for (text, decision, shares), names in zip(rows, labels, strict=True)
    ]


def figures(result: Result) -> dict[str, float]:
    """What is agreed on; `understood` counts what is right after asking back."""
    outcomes = result.outcomes
    return {
        "right": outcomes["right"],
        "understood": outcomes["right"] + outcomes["right_after_asking"],
        "wrong": outcomes["wrong"],
        "found": result.found or 0,
        "rejected": result.rejected or 0,
        "calibration_error": result.calibration_error,
    }


def failures(name: str, reached: Mapping[str, float], agreed: Mapping[str, float]) -> int:
    """Print each figure beside the agreed one; how many are worse."""
    worse = 0
    for figure, limit in agreed.items():
        bad = reached[figure] < limit if figure in AT_LEAST else reached[figure] > limit
        worse += bad
        border = "at least" if figure in AT_LEAST else "at most"
        print(
            f"{'WORSE' if bad else 'ok':6} {name:18} {figure:18} {reached[figure]:6.1%}  (agreed: {border} {limit:.1%})"
        )
    return worse


if __name__ == "__main__":
    sys.exit(main())
