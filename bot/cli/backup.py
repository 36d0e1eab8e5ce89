"""`backup FILE`: everything that can't be made again, in one file, while the product runs."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from bot.base.settings import load_settings
from bot.cli.common import fail, out
from bot.store.base.backup import BackupFailed, back_up

_File = Annotated[Path, typer.Argument(help="The new file, for example backup-2026-01-31.db; with PostgreSQL .dump.")]


def backup(file: _File) -> None:
    """Write a backup of all conversations, touchpoints, orders and people; docs/operation.md says how to restore it."""
    columns = (
        SpinnerColumn(),
        TextColumn("copying"),
        BarColumn(),
        TextColumn("{task.fields[size]}"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None, size="")

        def show(done: int, total: int) -> None:
            size = "" if total else f"{done / 2**20:.0f} MB"
            bar.update(task, completed=done, total=total or None, size=size)

        try:
            back_up(load_settings().database_url, file, show)
        except BackupFailed as problem:
            fail(str(problem))
    out.print(f"Written to {file}, {file.stat().st_size / 2**20:.1f} MB.", markup=False, soft_wrap=True)
