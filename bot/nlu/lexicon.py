"""The word lists of data/lexicon/, which people edit without touching code."""

from pathlib import Path
from typing import Any

import yaml

from bot.base.paths import DATA

_FOLDER = DATA / "lexicon"


def load_lexicon(name: str, folder: Path = _FOLDER) -> dict[str, Any]:
    """One file of data/lexicon/ by its name without the ending; dear enough to be read only once."""
    document: dict[str, Any] = yaml.safe_load((folder / f"{name}.yml").read_text(encoding="utf-8"))
    return document
