"""Reading files of labelled questions."""

import json
from pathlib import Path
from typing import Any

from bot.nlu.examples import Example


class BadLine(ValueError):
    """A line of an examination file is not as it should be; the message names the file, the line and the fault."""


def read_examination(path: Path) -> list[Example]:
    """One {"text", "label", "lang"?} a line; empty lines are skipped.

    Raises:
        BadLine: a line is not that.
    """
    lines = enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
    return [_in_line(path, number, line) for number, line in lines if line.strip()]


def _in_line(path: Path, number: int, line: str) -> Example:
    try:
        entry: Any = json.loads(line)
    except json.JSONDecodeError as error:
        raise BadLine(f"{path.name}, line {number}: not JSON ({error.msg}).") from None
    if not isinstance(entry, dict):
        raise BadLine(f"{path.name}, line {number}: not a JSON object.")
    for field in ("text", "label"):
        if not isinstance(entry.get(field), str) or not entry[field].strip():
            raise BadLine(f'{path.name}, line {number}: "{field}" is missing, empty or not a text.')
    if not isinstance(entry.get("lang", ""), str):
        raise BadLine(f'{path.name}, line {number}: "lang" is not a text.')
    return Example(entry["text"], entry["label"], path.stem, entry.get("lang"))
