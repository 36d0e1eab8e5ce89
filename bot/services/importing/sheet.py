"""Kinds of files: the columns, what may stand in them, and the rows they make."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Callable, Iterable, Iterator, Mapping, Optional

from bot.base.text import normalise
from bot.services.importing.problems import Problems

Row = dict[str, Any]
MAX_CELL = 1000


@dataclass(frozen=True)
class Column:
    """`read` gives the value of a cell, or raises ValueError with what is wrong with it.

    Where nothing is `required` a cell may be empty and the whole column may be missing; then the value is `default`.
    """

    read: Callable[[str], Any]
    required: bool = False
    default: Any = None


@dataclass(frozen=True)
class Sheet:
    """`make` turns the values of a line into a row of the `table`; it may raise ValueError like a column.

    `key` is the column that must be different on every line.
    """

    table: str
    columns: Mapping[str, Column]
    key: str
    make: Callable[[Row], Row]

    @cached_property
    def required(self) -> list[str]:
        return [name for name, column in self.columns.items() if column.required]


def check(lines: Iterable[tuple[int, Mapping[str, str]]], sheet: Sheet, problems: Problems) -> Iterator[Row]:
    """The rows without fault, each with its `line`."""
    for line, raw in lines:
        row = _row(line, raw, sheet, problems)
        if row is not None:
            yield row


def _row(line: int, raw: Mapping[str, str], sheet: Sheet, problems: Problems) -> Optional[Row]:
    before = len(problems.found)
    values = _values(line, raw, sheet, problems)
    for name in sheet.required:
        if not raw.get(name, "").strip():
            problems.add(line, "must not be empty", name)
    try:
        return {"line": line, **sheet.make(values)} if len(problems.found) == before else None
    except ValueError as error:
        problems.add(line, str(error))
        return None


def _values(line: int, raw: Mapping[str, str], sheet: Sheet, problems: Problems) -> Row:
    values = {name: column.default for name, column in sheet.columns.items()}
    for name, written in raw.items():
        try:
            if text := _clean(written):
                values[name] = sheet.columns[name].read(text)
        except ValueError as error:
            problems.add(line, str(error), name)
    return values


def _clean(raw: str) -> str:
    if len(raw) > MAX_CELL:
        raise ValueError(f"is too long; there may be {MAX_CELL} characters")
    # Most cells are plain, and looking at each of their characters would take most of the time of a large file.
    return raw.strip() if raw.isascii() and raw.isprintable() else normalise(raw)
