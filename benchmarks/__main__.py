"""`python -m benchmarks`: compare with a stock Rasa set-up and write RESULTS.md."""

import signal
import sys
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Optional

import typer
from rich.console import Console
from rich.markdown import Markdown

from benchmarks.compare import QUICK, Plan, compare
from benchmarks.display import Display
from benchmarks.errors import BenchmarkFailed
from benchmarks.report import conditions, markdown
from bot.base.paths import PROJECT

RESULTS = Path(__file__).parent / "RESULTS.md"
CACHE = PROJECT / "var" / "bench"


def main(
    quick: Annotated[
        bool, typer.Option("--quick", help="A few minutes with barely trained models; writes nothing.")
    ] = False,
    epochs: Annotated[Optional[int], typer.Option(help="Train stock Rasa so many epochs; writes nothing.")] = None,
    retrain: Annotated[bool, typer.Option("--retrain", help="Train stock Rasa even if its model is there.")] = False,
) -> None:
    """Compare with a stock Rasa set-up. Its training takes half an hour or more, the first time."""
    # A plain kill would leave the servers running.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    plan = QUICK if quick else Plan()
    if epochs is not None:
        plan = replace(plan, epochs=epochs)
    report = _run(plan, retrain)
    if plan == Plan():
        RESULTS.write_text(report, encoding="utf-8")


def _run(plan: Plan, retrain: bool) -> str:
    console = Console()
    where = conditions()
    display = Display(console)
    try:
        with TemporaryDirectory(prefix="notouch-bench-") as scratch, display.progress:
            report = markdown(compare(plan, CACHE, Path(scratch), retrain, display), plan, where)
    except BenchmarkFailed as error:
        console.print(str(error), markup=False)
        raise typer.Exit(1) from error
    console.print(Markdown(report))
    return report


if __name__ == "__main__":
    typer.run(main)
