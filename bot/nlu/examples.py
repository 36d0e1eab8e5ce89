"""Reading labelled texts: our own examples from data/nlu/, and examination files."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Optional

import yaml

from bot.base.paths import DATA

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class Example:
    """`source` is the file's name without its ending; `language` is None where nobody said."""

    text: str
    label: str
    source: str
    language: Optional[str] = None


class BadLine(ValueError):
    """A line of an examination file is not as it should be; the message names the file, the line and the fault."""


def project_examples(folder: Path = DATA / "nlu") -> list[Example]:
    """Every training example of data/nlu/, in the order of files and lines."""
    return [example for path in sorted(folder.glob("*.yml")) for example in _in_yaml(path)]


def _in_yaml(path: Path) -> list[Example]:
    document = yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)  # noqa: S506  (it is a safe one)
    entries = [entry for entry in document.get("nlu", ()) if "intent" in entry]
    return [
        Example(line[2:].strip(), str(entry["intent"]), path.stem)
        for entry in entries
        for line in entry["examples"].splitlines()
        if line.startswith("- ")
    ]


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
