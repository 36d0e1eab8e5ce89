"""The dashboard's own texts, in every language that data/pages has a file for."""

import re
from functools import lru_cache
from pathlib import Path
from typing import Any, Iterable, Mapping

import yaml

from bot.base.paths import DATA
from bot.metrics.definitions.metric import Metric

DEFAULT = "en"
_FILE = re.compile(r"analytics\.(\w+)\.yml")


class Words:
    """Texts by name: `t.filters.period`, `t["kinds"]["phone_call"]`. A missing one raises KeyError."""

    def __init__(self, entries: Mapping[str, Any]) -> None:
        self._entries = entries

    def __getattr__(self, name: str) -> Any:
        return self[name]

    def __getitem__(self, name: str) -> Any:
        found = self._entries[name]
        return Words(found) if isinstance(found, dict) else found

    def __contains__(self, name: object) -> bool:
        return name in self._entries

    def __iter__(self) -> Iterable[str]:
        return iter(self._entries)

    def find(self, name: str, otherwise: str) -> str:
        return str(self._entries.get(name, otherwise))


@lru_cache(maxsize=1)
def languages() -> Mapping[str, Words]:
    """The texts by language, the default one first. Read at the first call."""
    found = {match[1]: path for path in (DATA / "pages").iterdir() if (match := _FILE.fullmatch(path.name))}
    order = sorted(found, key=lambda language: (language != DEFAULT, language))
    return {language: _read(found[language]) for language in order}


def chosen(cookie: str, accepted: str) -> str:
    """The language somebody chose, else the first their browser names that we have, else English."""
    wanted = [cookie, *(part.split(";")[0].strip()[:2].lower() for part in accepted.split(","))]
    return next((language for language in wanted if language in languages()), DEFAULT)


def metric_words(t: Words, metric: Metric) -> Mapping[str, str]:
    """A metric's name, formula and exclusions; in English they are those of the registry."""
    english = {"name": metric.name, "formula": metric.formula, "exclusions": metric.exclusions}
    return english if metric.key not in t.metrics else {key: t.metrics[metric.key][key] for key in english}


def _read(path: Path) -> Words:
    return Words(yaml.safe_load(path.read_text(encoding="utf-8")))
