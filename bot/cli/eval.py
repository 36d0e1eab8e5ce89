"""`eval`: how well the trained model understands questions it has not seen."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Iterable, Mapping, Optional

import typer
from rich.box import SIMPLE
from rich.console import Console
from rich.progress import track
from rich.table import Table
from rich.text import Text

from bot.cli.train import ensure_trained
from bot.dialogue.models import current_model
from bot.nlu.examination.answered import Answered
from bot.nlu.examination.questions import BadLine, read_examination
from bot.nlu.examination.report import Report, Result, report
from bot.nlu.examples import Example, project_examples

if TYPE_CHECKING:
    from bot.nlu.classifier.model import TextModel

_out = Console(highlight=False)
_err = Console(stderr=True, highlight=False)
_WORST_LABELS = 20
_NAME_WIDTH = 26
_COLUMNS = ("n", "right", "asked", "wrong", "missed", "F1", "found", "reject", "ECE")
_LEGEND = """All but n in %. right, asked (right after asking back), wrong and missed (fell back) add up to 100.
F1 is macro-F1. found: of what is out of scope; reject: fell back, of all the rest.
ECE: how far confidence is from the share that is right."""


def evaluate(
    file: Annotated[
        Path, typer.Argument(exists=True, dir_okay=False, help="JSON lines: text, label, lang (optional).")
    ],
    predictions: Annotated[Optional[Path], typer.Option(help="Write every line's decision to this file.")] = None,
    json_: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Examine the model of the current data (trained first where needed) on labelled questions."""
    try:
        questions = read_examination(file)
    except (BadLine, UnicodeDecodeError) as error:
        _err.print(str(error), markup=False)
        raise typer.Exit(1) from error
    if not questions:
        _err.print(f"{file.name} has no questions.", markup=False)
        raise typer.Exit(1)
    ensure_trained()
    # Imports what every other command would wait for, too.
    from bot.nlu.classifier import storage

    answered = examine(storage.load_from_archive(current_model()), questions)
    if predictions:
        predictions.write_text("".join(_line(a) for a in answered), encoding="utf-8")
    found = report(answered, label_groups())
    if json_:
        typer.echo(json.dumps(found.as_dict(), ensure_ascii=False, indent=2))
    else:
        show(found, _out)


def examine(model: "TextModel", questions: Iterable[Example]) -> list[Answered]:
    answered = []
    for question in track(list(questions), "Examining", console=_err, transient=True):
        ranking = model.rank(question.text)
        best, share = ranking[0]
        answered.append(Answered(question, model.decide(question.text, ranking), best, share))
    return answered


def label_groups() -> dict[str, str]:
    """Each label's group: the name of the file in data/nlu/ that has its examples."""
    return {example.label: example.source for example in project_examples()}


def show(found: Report, console: Console) -> None:
    """Print the report as tables."""
    console.print(_table("Language", {"all": found.overall, **found.languages}))
    console.print(_table("Group", found.groups))
    worst = sorted(found.labels.items(), key=lambda item: item[1].outcomes["right"])[:_WORST_LABELS]
    console.print(_table(f"The {len(worst)} worst labels", dict(worst)))
    console.print(_LEGEND, markup=False)
    confusions = Table("Meant", "Taken for", "Times", box=SIMPLE, title="Worst confusions")
    for label, predicted, count in found.confusions:
        confusions.add_row(Text(label), Text(predicted), str(count))
    console.print(confusions)


def _table(what: str, results: Mapping[str, Result]) -> Table:
    table = Table(box=SIMPLE, padding=(0, 1, 0, 0))
    table.add_column(what, min_width=_NAME_WIDTH)
    for column in _COLUMNS:
        table.add_column(column, justify="right")
    for name, result in results.items():
        table.add_row(Text(name), *_cells(result))
    return table


def _cells(result: Result) -> list[str]:
    shares = [*result.outcomes.values(), result.macro_f1, result.found, result.rejected, result.calibration_error]
    return [str(result.count), *("" if share is None else f"{100 * share:.1f}" for share in shares)]


def _line(answered: Answered) -> str:
    return json.dumps(answered.prediction(), ensure_ascii=False) + "\n"
