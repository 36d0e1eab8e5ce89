"""Reading CSV files: every cell is checked, and every problem names its line and column (bot/services/sheets.py)."""

import csv
from dataclasses import dataclass
from typing import Any, Callable, Iterable, Iterator, Mapping, Optional

from bot.base.text import normalise

Row = dict[str, Any]


class Wrong(Exception):
    """The file can't be imported. `problems` are sentences, each with its line."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True)
class Column:
    """`read` gives the value of a cell, or raises ValueError with what is wrong with it.

    A cell may be empty where nothing is `required`; a file may be without the whole column where it has a `default`.
    """

    read: Callable[[str], Any]
    required: bool = True
    default: Any = None


@dataclass(frozen=True)
class Sheet:
    """One kind of file: the table it belongs to, its columns, which of them makes a row the same row, and the row."""

    table: str
    columns: Mapping[str, Column]
    key: str
    row: Callable[[Row], Row]


def parse(lines: Iterable[str], sheet: Sheet) -> Iterator[Row]:
    """The rows to store, one by one.

    Raises:
        Wrong: after the last line, with all problems of the file; at once for one that makes no table.
    """
    reader = csv.DictReader(lines, strict=True)
    problems = _Problems(sheet)
    try:
        problems.look_at_header(reader.fieldnames or ())
        for raw in reader:
            row = problems.look_at(reader.line_num, raw)
            if row is not None:
                yield sheet.row(row)
    except (csv.Error, UnicodeDecodeError) as error:
        raise Wrong([f"line {reader.line_num + 1}: not readable as CSV in UTF-8 ({error})"]) from error
    if problems.found:
        raise Wrong(problems.found)


class _Problems:
    def __init__(self, sheet: Sheet) -> None:
        self.found: list[str] = []
        self._sheet = sheet
        self._seen: dict[Any, int] = {}
        self._width = 0

    def look_at_header(self, names: Iterable[str]) -> None:
        given, wanted = list(names), self._sheet.columns
        self._width = len(given)
        known = ", ".join(wanted)
        needed = [name for name, column in wanted.items() if column.default is None]
        wrong = [f'line 1: the column "{name}" is missing' for name in needed if name not in given]
        wrong += [f'line 1: "{name}" is no column; there are {known}' for name in given if name not in wanted]
        if wrong:
            raise Wrong(wrong)

    def look_at(self, line: int, raw: Mapping[Any, Any]) -> Optional[Row]:
        """The values of a line; None, with what was found, when any is wrong."""
        if None in raw or None in raw.values():
            self.found.append(f"line {line}: there must be {self._width} columns")
            return None
        before = len(self.found)
        row = {name: self._cell(line, name, raw.get(name, "")) for name in self._sheet.columns}
        self._look_for_double(line, row[self._sheet.key])
        return row if len(self.found) == before else None

    def _cell(self, line: int, name: str, raw: str) -> Any:
        text, column = normalise(raw), self._sheet.columns[name]
        try:
            if text:
                return column.read(text)
            if column.required:
                raise ValueError("must not be empty")
        except ValueError as error:
            self.found.append(f'line {line}, column "{name}": {error}')
        return column.default

    def _look_for_double(self, line: int, key: Any) -> None:
        if key is not None and self._seen.setdefault(key, line) != line:
            self.found.append(f'line {line}, column "{self._sheet.key}": the same as in line {self._seen[key]}')
