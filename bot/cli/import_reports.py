"""What an import did, or what is wrong with its file, in words and as CSV."""

from pathlib import Path
from typing import Optional, Sequence

from rich.console import Console

from bot.metrics.output.export import table
from bot.services.importing.problems import Problem
from bot.services.importing.taking import Taken

_SHOWN_PROBLEMS = 20
_BY = {"account": "account", "email": "e-mail address", "phone": "phone number"}


def tell(out: Console, name: str, file: Path, taken: Taken, dry_run: bool) -> None:
    done = "Would import" if dry_run else "Imported"
    out.print(f"{done} {taken.rows} {name} from {file}: {_counts(taken)}.", markup=False, soft_wrap=True)
    if taken.known or taken.new_customers:
        out.print(_customers(taken), markup=False, soft_wrap=True)
    if dry_run:
        _tell_known(out, taken)


def _tell_known(out: Console, taken: Taken) -> None:
    for known in taken.examples:
        out.print(f"  line {known.line} is of customer {known.customer_id}, by {_BY[known.channel]}", markup=False)
    if taken.known > len(taken.examples):
        out.print(f"  and {taken.known - len(taken.examples)} more", markup=False)


def _counts(taken: Taken) -> str:
    removed = f", {taken.removed} removed" if taken.removed else ""
    return f"{taken.added} added, {taken.changed} changed, {taken.unchanged} unchanged{removed}"


def _customers(taken: Taken) -> str:
    merged = f"; customers found to be one person: {taken.merged}" if taken.merged else ""
    return f"Rows of customers known before: {taken.known}; new customers: {taken.new_customers}{merged}."


def tell_problems(err: Console, file: Path, problems: Sequence[Problem], errors: Optional[Path]) -> None:
    err.print(f"Nothing was imported from {file}:", markup=False, soft_wrap=True)
    for problem in problems[:_SHOWN_PROBLEMS]:
        err.print(f"  {problem}", markup=False, soft_wrap=True)
    if len(problems) > _SHOWN_PROBLEMS:
        err.print(f"  and {len(problems) - _SHOWN_PROBLEMS} more")
    if errors is not None:
        _write(errors, problems)
        err.print(f"All of them are in {errors}.", markup=False, soft_wrap=True)


def _write(path: Path, problems: Sequence[Problem]) -> None:
    rows = ((problem.line, problem.column, problem.what) for problem in problems)
    path.write_text(table(("line", "column", "problem"), rows), encoding="utf-8")
