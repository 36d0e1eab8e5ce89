"""The experiments of data/experiments.yml: other answers to a question, shown to some of the customers."""

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Mapping

import yaml

from bot.base.content import DEFAULT_LANGUAGE
from bot.base.paths import DATA

CONTROL = "control"
DEFAULT_METRIC = "helpfulness"
# What is known of a customer soon after the answer, so that arms can be compared by it.
JUDGED_BY = ("helpfulness", "containment", "csat")
_NAME = re.compile(r"[a-z0-9_]{1,60}")


class ExperimentsError(ValueError):
    """data/experiments.yml can't be understood; the message says where."""


@dataclass(frozen=True)
class Variant:
    """Of all customers it gets its weight's share. `text` is by language; the control has none of its own."""

    name: str
    weight: int
    text: Mapping[str, str]


@dataclass(frozen=True)
class Experiment:
    """`metric` is the one by which the variants of the topic's answer are compared."""

    key: str
    topic: str
    metric: str
    variants: Mapping[str, Variant]


def load_experiments(data: Path = DATA) -> dict[str, Experiment]:
    """All experiments by key, running or not.

    Raises:
        ExperimentsError: one of them makes no sense.
    """
    declared = yaml.safe_load((data / "experiments.yml").read_text(encoding="utf-8")) or {}
    return {key: _experiment(key, entry) for key, entry in (declared.get("experiments") or {}).items()}


@lru_cache(maxsize=1)
def project_experiments() -> Mapping[str, Experiment]:
    """The experiments of this checkout, read at the first call."""
    return load_experiments()


def _experiment(key: str, entry: Mapping[str, Any]) -> Experiment:
    variants = {name: _variant(name, given) for name, given in (entry.get("variants") or {}).items()}
    wrong = sorted(name for name in (key, *variants) if not _NAME.fullmatch(name))
    if wrong:
        raise _error(key, f"write {', '.join(wrong)} with small letters, digits and _ only.")
    if "topic" not in entry:
        raise _error(key, "say which topic it is about.")
    if CONTROL not in variants or variants[CONTROL].text or len(variants) == 1:
        raise _error(key, "it needs a control without a text, and another variant.")
    if not all(DEFAULT_LANGUAGE in variant.text for name, variant in variants.items() if name != CONTROL):
        raise _error(key, f"a variant has no text in the language {DEFAULT_LANGUAGE}.")
    if not all(isinstance(variant.weight, int) and variant.weight > 0 for variant in variants.values()):
        raise _error(key, "weights are whole numbers from 1 on.")
    if entry.get("metric", DEFAULT_METRIC) not in JUDGED_BY:
        raise _error(key, f"its metric must be one of {', '.join(JUDGED_BY)}.")
    return Experiment(key, entry["topic"], entry.get("metric", DEFAULT_METRIC), variants)


def _variant(name: str, given: Mapping[str, Any]) -> Variant:
    return Variant(name, given.get("weight", 1), given.get("text") or {})


def _error(key: str, what: str) -> ExperimentsError:
    return ExperimentsError(f"data/experiments.yml, {key}: {what}")
