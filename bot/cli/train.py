"""`train`: a model from config.yml, domain.yml and data/."""

import subprocess
import sys
import time
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from bot.dialogue.models import TrainingFailed, current_model
from bot.dialogue.models import train as train_model

_err = Console(stderr=True, highlight=False)
# About what training takes on a small machine; only the bar is drawn by it.
_USUAL_SECONDS = 25


def train(
    if_needed: Annotated[bool, typer.Option("--if-needed", help="Only when the current data has no model.")] = False,
) -> None:
    """Train the assistant on the current data."""
    if if_needed:
        ensure_trained()
        return
    model = current_model()
    try:
        train_model(model)
    except TrainingFailed as error:
        _err.print(str(error), markup=False)
        raise typer.Exit(1) from error


def ensure_trained() -> None:
    """Train in a process of its own, whose memory is given back, unless the current data is trained already."""
    if current_model().exists():
        return
    command = [sys.executable, "-W", "ignore", "-m", "bot", "train"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        _show_progress(process)
        printed = process.stdout.read() if process.stdout else ""
    if process.returncode:
        _err.print(printed, markup=False)
        _err.print("Training failed; the lines above say why. After mending the data run: make train")
        raise typer.Exit(1)


def _show_progress(process: "subprocess.Popen[str]") -> None:
    columns = (TextColumn("Training the assistant"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=_err) as progress:
        task = progress.add_task("", total=100)
        began = time.monotonic()
        while process.poll() is None:
            share = (time.monotonic() - began) / _USUAL_SECONDS
            # Nobody knows how long it takes: the bar slows down towards its end instead of waiting there.
            progress.update(task, completed=100 * (1 - 0.5 ** (2 * share)))
            time.sleep(0.2)
        progress.update(task, completed=100)
