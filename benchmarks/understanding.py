"""Understanding: the same questions, after the same ten examples a topic, by Rasa's default pipeline and by ours."""

import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from statistics import median
from time import perf_counter

from benchmarks.processes import complete, python
from benchmarks.results import Understanding
from benchmarks.stock_project import training_entries
from bot.base.paths import PROJECT
from bot.nlu.classifier.training import fit
from bot.nlu.examination.questions import read_examination
from bot.nlu.examples import Example

EXAMINATION = PROJECT / "tests" / "data" / "blind_en.jsonl"
_READ_WITHIN_SECONDS = 600.0


def by_stock(project: Path, scratch: Path, look: Callable[[str], None]) -> Understanding:
    """Rasa reads in a process of its own, which has the real TensorFlow."""
    answers = scratch / "stock-answers.json"
    model = project / "models" / "stock.tar.gz"
    command = python("benchmarks.stock_reader", str(model), str(EXAMINATION), str(answers))
    complete(command, PROJECT, {"RASA_TELEMETRY_ENABLED": "false"}, scratch / "reader.log", _READ_WITHIN_SECONDS, look)
    return _judged([tuple(answer) for answer in json.loads(answers.read_text(encoding="utf-8"))])


def by_ours() -> Understanding:
    examples = list(_examples())
    model = fit([text for text, _ in examples], [label for _, label in examples])
    answers = []
    for question in read_examination(EXAMINATION):
        began = perf_counter()
        label = model.rank(question.text)[0][0]
        answers.append((label, perf_counter() - began))
    return _judged(answers)


def _examples() -> Iterator[tuple[str, str]]:
    entries = (entry for entries in training_entries().values() for entry in entries if "intent" in entry)
    for entry in entries:
        for line in entry["examples"].splitlines():
            yield line.removeprefix("- ").strip(), entry["intent"]


def _judged(answers: Sequence[tuple[str, float]]) -> Understanding:
    pairs = list(zip(read_examination(EXAMINATION), answers, strict=True))
    ours = [(question, answer) for question, answer in pairs if _is_ours(question)]
    right = sum(question.label == label for question, (label, _) in ours)
    return Understanding(right / len(ours), median(seconds for _, (_, seconds) in ours))


def _is_ours(question: Example) -> bool:
    return question.label != "out_of_scope"
