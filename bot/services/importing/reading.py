"""Rows of a CSV file or of JSON, as they were written: (line, {column: text})."""

import csv
import json
from typing import Any, Collection, Iterable, Iterator

from bot.base.text import normalise
from bot.services.importing.problems import Problem, Problems, Wrong
from bot.services.importing.sheet import Sheet

Raw = dict[str, str]
Lines = Iterator[tuple[int, Raw]]


def from_csv(lines: Iterable[str], sheet: Sheet, problems: Problems) -> Lines:
    """
    Raises:
        Wrong: it makes no table with the sheet's columns.
    """
    reader = csv.reader(lines, strict=True)
    try:
        names = next(reader, [])
        _check_header(names, sheet)
        for cells in reader:
            if len(cells) == len(names):
                yield reader.line_num, dict(zip(names, cells, strict=True))
            elif cells:
                problems.add(reader.line_num, f"there must be {len(names)} columns")
    except (csv.Error, UnicodeDecodeError) as error:
        # A line that can't be decoded never reaches the reader.
        line = reader.line_num + isinstance(error, UnicodeDecodeError)
        unreadable = Problem(line, f"not readable as CSV in UTF-8 ({error})")
        raise Wrong([*problems.found, unreadable]) from error


def _check_header(names: list[str], sheet: Sheet) -> None:
    wrong = [f'the column "{name}" is missing' for name in sheet.required if name not in names]
    wrong += [f'the column "{name}" is there twice' for name in sorted({n for n in names if names.count(n) > 1})]
    wrong += _unknown(names, sheet)
    if wrong:
        raise Wrong([Problem(1, what) for what in wrong])


def from_json(body: bytes, sheet: Sheet, problems: Problems) -> Lines:
    """A list of objects; the first is line 1. Numbers are taken as they are written.

    Raises:
        Wrong: it is no such list.
    """
    try:
        rows = json.loads(body, parse_float=str, parse_int=str)
    except (ValueError, RecursionError) as error:
        raise Wrong([Problem(1, "not readable as JSON in UTF-8")]) from error
    if not isinstance(rows, list):
        raise Wrong([Problem(1, "a list of rows was expected")])
    for line, row in enumerate(rows, start=1):
        wrong = _wrong_with(row, sheet)
        for what in wrong:
            problems.add(line, what)
        if not wrong:
            yield line, {name: value or "" for name, value in row.items()}


def _wrong_with(row: Any, sheet: Sheet) -> list[str]:
    if not isinstance(row, dict):
        return ["a row must be an object with the columns as names"]
    no_texts = [name for name, value in row.items() if not isinstance(value, (str, type(None)))]
    return _unknown(row, sheet) or [f'"{name}" must be a text or a number' for name in no_texts]


def _unknown(names: Collection[str], sheet: Sheet) -> list[str]:
    known = ", ".join(sheet.columns)
    return [f'"{normalise(name)[:100]}" is no column; there are {known}' for name in names if name not in sheet.columns]
