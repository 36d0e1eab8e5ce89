"""Experiments while they run: starting and ending them, and which customer gets which answer."""

import hashlib
import time
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Iterator, Mapping, Optional
from weakref import WeakKeyDictionary

from bot.base.clock import now
from bot.base.experiments import CONTROL, Experiment, Variant, project_experiments
from bot.store.analytics import experiments
from bot.store.analytics.experiments import Decision
from bot.store.base.database import Connection, Database
from bot.store.chat import touchpoints
from bot.store.chat.touchpoints import Kind
from bot.store.customers import merges
from bot.store.turns.work import Work

# What another process decided is known so many seconds later at most.
FRESH_FOR = 3.0
_Decisions = Mapping[str, Decision]
_known: "WeakKeyDictionary[Database, tuple[float, _Decisions]]" = WeakKeyDictionary()


class NotPossible(Exception):
    """The experiment is not in a state for that; the message says so in words for the analyst."""


@dataclass(frozen=True)
class Assigned:
    """The variant of the answer a customer gets. One that was adopted is no longer on trial."""

    experiment: Experiment
    variant: Variant
    on_trial: bool


def start(database: Database, key: str, agent_id: Optional[int] = None) -> None:
    """
    Raises:
        NotPossible: it is not declared, was started before, or another one decides about the same topic.
    """
    experiment = _declared(key)
    with _deciding(database) as (tx, decisions):
        if key in decisions:
            raise NotPossible(f"{key} was started before. To try again, declare it under a new key.")
        for other in _deciding_about(experiment.topic, decisions):
            raise NotPossible(f"{other.key} decides about the same topic. Stop it, or remove it from the file.")
        experiments.add(tx, key, now(), agent_id)


def stop(database: Database, key: str, agent_id: Optional[int] = None) -> None:
    """Everybody gets the present answer again.

    Raises:
        NotPossible: it is not running.
    """
    with _deciding(database) as (tx, decisions):
        if key not in decisions or decisions[key].state != "running":
            raise NotPossible(f"{key} is not running.")
        experiments.change(tx, key, state="stopped", ended_at=now(), agent_id=agent_id)


def adopt(database: Database, key: str, variant: str, agent_id: Optional[int] = None) -> None:
    """Everybody gets that variant from now on.

    Raises:
        NotPossible: there is no such variant, it was never started, or another one decides about the same topic.
    """
    experiment = _declared(key)
    if variant not in experiment.variants:
        raise NotPossible(f"{key} has no variant {variant}. It has: {', '.join(experiment.variants)}.")
    with _deciding(database) as (tx, decisions):
        if key not in decisions:
            raise NotPossible(f"{key} was never started.")
        for other in _deciding_about(experiment.topic, decisions):
            if other.key != key:
                raise NotPossible(f"{other.key} decides about the same topic. Stop it, or remove it from the file.")
        ended_at = decisions[key].ended_at or now()
        experiments.change(tx, key, state="adopted", adopted=variant, ended_at=ended_at, agent_id=agent_id)


def decisions(database: Database) -> Mapping[str, Decision]:
    """What was decided about which experiment, a few seconds old at most."""
    read_at, found = _known.get(database, (0.0, {}))
    if not read_at or time.monotonic() > read_at + FRESH_FOR:
        with database.read() as tx:
            found = experiments.every(tx)
        _known[database] = (time.monotonic(), found)
    return found


def assigned(database: Database, customer_id: int, topic: str) -> Optional[Assigned]:
    """The variant of the topic's answer for that customer; None where nothing is decided about it."""
    for decision in _deciding_about(topic, decisions(database)):
        experiment = project_experiments()[decision.key]
        if decision.state == "running":
            with database.read() as tx:
                person = merges.roots(tx, [customer_id])[customer_id]
            return Assigned(experiment, experiment.variants[share(experiment, person)], on_trial=True)
        assert decision.adopted is not None
        return Assigned(experiment, experiment.variants[decision.adopted], on_trial=False)
    return None


def share(experiment: Experiment, customer_id: int) -> str:
    """The name of the customer's variant, always the same; the variants' shares are as their weights."""
    digest = hashlib.sha256(f"{experiment.key}:{customer_id}".encode()).digest()
    place = int.from_bytes(digest, "big") % sum(variant.weight for variant in experiment.variants.values())
    for name, variant in experiment.variants.items():
        place -= variant.weight
        if place < 0:
            return name
    raise AssertionError("the place is within the weights")


def expose(work: Work, shown: Assigned) -> None:
    """Record that the customer is shown the variant, once per conversation; touchpoints from here on carry it."""
    work.about |= dict(experiment=shown.experiment.key, variant=shown.variant.name)
    cause = f"c{work.conversation.id}:{Kind.EXPERIMENT_EXPOSED.label}:{shown.experiment.key}"
    with work.database.read() as tx:
        before = touchpoints.is_recorded(tx, cause)
    if not before:
        work.record(Kind.EXPERIMENT_EXPOSED, cause=cause, topic=shown.experiment.topic)


def _declared(key: str) -> Experiment:
    if key not in project_experiments():
        raise NotPossible(f"data/experiments.yml has no experiment {key}.")
    return project_experiments()[key]


def _deciding_about(topic: str, found: _Decisions) -> list[Decision]:
    """What decides now about the topic's answer: a running experiment, or one of which a variant was adopted."""
    declared = project_experiments()
    about = (d for d in found.values() if d.key in declared and declared[d.key].topic == topic)
    return [d for d in about if d.state == "running" or _has_text(declared[d.key], d.adopted)]


def _has_text(experiment: Experiment, variant: Optional[str]) -> bool:
    # Nothing is adopted yet, or the control, or a variant that has been taken out of the file since.
    return variant != CONTROL and variant in experiment.variants


@contextmanager
def _deciding(database: Database) -> Iterator[tuple[Connection, _Decisions]]:
    with database.write() as tx:
        experiments.lock(tx)
        yield tx, experiments.every(tx)
    _known.pop(database, None)
