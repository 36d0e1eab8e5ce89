"""Labelled texts: our own examples, read from data/nlu/."""

from dataclasses import dataclass
from pathlib import Path
from typing import Optional

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
