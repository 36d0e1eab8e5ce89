"""The customer's journey of data/journey.yml: what kinds of touchpoints and topics mean, and the lenses on them."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Mapping

import yaml

from bot.base.paths import DATA

ENGAGEMENTS = ("cognitive", "emotional", "behavioural", "transactional")


class JourneyError(ValueError):
    """data/journey.yml contradicts itself; the message says where."""


@dataclass(frozen=True)
class KindOf:
    """What a kind of touchpoint means. `contact`: the customer turned to us. `importable`: from other channels, too."""

    engagement: str
    stage: str
    by_customer: bool
    contact: bool
    importable: bool


@dataclass(frozen=True)
class Step:
    """A touchpoint belongs to the step of a lens that names its kind, else to the one that names its stage."""

    kinds: frozenset[str]
    stages: frozenset[str]


@dataclass(frozen=True)
class Journey:
    """`stages` are in their order; `lenses` map names to steps in their order."""

    stages: tuple[str, ...]
    kinds: Mapping[str, KindOf]
    topics: Mapping[str, str]
    lenses: Mapping[str, Mapping[str, Step]]


def load_journey(data: Path = DATA) -> Journey:
    """
    Raises:
        JourneyError: it names something that is not declared, or something twice.
    """
    declared = yaml.safe_load((data / "journey.yml").read_text(encoding="utf-8"))
    made = Journey(
        stages=tuple(declared["stages"]),
        kinds={name: _kind(entry) for name, entry in declared["kinds"].items()},
        topics=dict(declared["topics"]),
        lenses={name: {step: _step(entry) for step, entry in s.items()} for name, s in declared["lenses"].items()},
    )
    _check(made)
    return made


@lru_cache(maxsize=1)
def journey() -> Journey:
    """The journey of this checkout, read at the first call."""
    return load_journey()


def _kind(entry: Mapping[str, Any]) -> KindOf:
    flags = bool(entry.get("contact")), bool(entry.get("import"))
    return KindOf(entry["engagement"], entry["stage"], entry["by"] == "customer", *flags)


def _step(entry: Mapping[str, Any]) -> Step:
    return Step(frozenset(entry.get("kinds", ())), frozenset(entry.get("stages", ())))


def _check(made: Journey) -> None:
    for name, kind in made.kinds.items():
        _known(f"kinds: {name}", {kind.engagement}, ENGAGEMENTS)
        _known(f"kinds: {name}", {kind.stage}, made.stages)
    for name, stage in made.topics.items():
        _known(f"topics: {name}", {stage}, made.stages)
    for name, steps in made.lenses.items():
        _check_lens(f"lenses: {name}", made, steps)


def _check_lens(where: str, made: Journey, steps: Mapping[str, Step]) -> None:
    for step in steps.values():
        _known(where, step.kinds, made.kinds)
        _known(where, step.stages, made.stages)
    kinds = [kind for step in steps.values() for kind in step.kinds]
    stages = [stage for step in steps.values() for stage in step.stages]
    if len(kinds) != len(set(kinds)) or sorted(stages) != sorted(made.stages):
        raise JourneyError(f"data/journey.yml, {where}: name every stage in one step, and no kind in two.")


def _known(where: str, names: "frozenset[str] | set[str]", declared: Any) -> None:
    unknown = sorted(names - set(declared))
    if unknown:
        raise JourneyError(f"data/journey.yml, {where}: {', '.join(unknown)} is not declared.")
