"""The progress of a run: one line a step."""

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn

_NOTE_WIDTH = 60


class Step:
    def __init__(self, progress: Progress, task: TaskID) -> None:
        self._progress = progress
        self._task = task

    def advance(self) -> None:
        self._progress.advance(self._task)

    def note(self, text: str) -> None:
        """Show what the step is at, shortened to what fits."""
        self._progress.update(self._task, note=text[:_NOTE_WIDTH])


class Display:
    def __init__(self, console: Console) -> None:
        note = TextColumn("{task.fields[note]}", style="dim", markup=False)
        self.progress = Progress(
            SpinnerColumn(), TextColumn("{task.description}"), BarColumn(20), TimeElapsedColumn(), note, console=console
        )

    @contextmanager
    def step(self, title: str, total: int | None = None) -> Iterator[Step]:
        """A step of `total` parts; without a total nobody knows how far it is."""
        task = self.progress.add_task(title, total=total, note="")
        yield Step(self.progress, task)
        self.progress.update(task, total=total or 1, completed=total or 1, note="")
