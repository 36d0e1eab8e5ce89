"""The findings: looked at, tested together, reduced to their causes, and the weightiest of them first."""

from dataclasses import dataclass, replace
from itertools import groupby
from typing import Iterator, Mapping, Optional, Sequence

from bot.metrics.insights.attention.causes import causes
from bot.metrics.insights.attention.evidence import Evidence
from bot.metrics.insights.attention.look import WHOLE, Look, Place
from bot.metrics.insights.attention.sight import Seen, see
from bot.metrics.insights.attention.watched import WATCHED, Watched
from bot.metrics.insights.changes import Verdict, direction
from bot.metrics.queries.asked import Asked
from bot.metrics.queries.query import can_answer
from bot.metrics.statistics.figures import Figure
from bot.metrics.statistics.significance import LEVEL, adjusted
from bot.warehouse.warehouse import Warehouse

Tested = Mapping[tuple[str, Place], float]


@dataclass(frozen=True)
class Finding:
    """A metric changed in one place: where `dimension` has that `value`, or everywhere (None and "").

    `p` is adjusted for all that was looked at. `weight` is how many cases turned out differently than before; more or
    fewer questions weigh a fifth each. Counts are those of the days that are over.
    """

    key: str
    dimension: Optional[str]
    value: str
    now: Figure
    before: Figure
    p: float
    verdict: Verdict
    weight: float


@dataclass(frozen=True)
class _Watch:
    watched: Watched
    look: Look
    seen: Seen

    def places(self) -> Iterator[tuple[Place, float]]:
        """The places that can be judged, with their p. What has no value of a dimension is no place to point at."""
        for place, evidence in self.seen.items():
            names_one = place == WHOLE or (place.dimension in self.watched.dimensions and place.value)
            if names_one and evidence.p is not None:
                yield place, evidence.p


def attention(warehouse: Warehouse, asked: Asked, limit: int = 6) -> list[Finding]:
    """What changed against the period before: what got worse first, each by how many cases it made different.

    Significant at 5 % after Benjamini and Hochberg over everything looked at; with at least 20 cases in both periods
    (of counts: in one of them). A change that another one explains is not told twice.
    """
    watches = [watch for some in _by_fact() for watch in _watches(warehouse, asked, some)]
    ps = {(watch.watched.key, place): p for watch in watches for place, p in watch.places()}
    tested = dict(zip(ps, adjusted(list(ps.values())), strict=True))
    found = [finding for watch in watches for finding in _findings(warehouse, watch, tested)]
    return sorted(found, key=_rank)[:limit]


def _rank(finding: Finding) -> tuple[bool, float, str, str, str]:
    return finding.verdict != "worse", -finding.weight, finding.key, finding.dimension or "", finding.value


def _by_fact() -> list[list[Watched]]:
    def name(watched: Watched) -> str:
        return watched.metric.fact.name

    return [list(some) for _, some in groupby(sorted(WATCHED, key=name), key=name)]


def _watches(warehouse: Warehouse, asked: Asked, some: Sequence[Watched]) -> list[_Watch]:
    fact = some[0].metric.fact
    if not can_answer(fact, asked.divided(None)):
        return []
    wanted = dict.fromkeys(name for watched in some for name in watched.dimensions)
    # Within one group, the group is the whole.
    look = Look(asked, fact, tuple(name for name in wanted if len(asked.filters.get(name, ())) != 1))
    seen = see(warehouse, look, some)
    return [_Watch(watched, look, seen[watched.key]) for watched in some]


def _findings(warehouse: Warehouse, watch: _Watch, tested: Tested) -> list[Finding]:
    key = watch.watched.key
    changed = [place for place, _ in watch.places() if tested[key, place] <= LEVEL]

    def again(without: Sequence[Place]) -> Seen:
        return see(warehouse, replace(watch.look, without=tuple(without)), [watch.watched])[key]

    named = causes(watch.seen, changed, again)
    return [_finding(watch.watched, place, evidence, tested[key, place]) for place, evidence in named.items()]


def _finding(watched: Watched, place: Place, evidence: Evidence, p: float) -> Finding:
    said = direction(watched.metric, evidence.is_higher)
    dimension, value = (None, "") if place == WHOLE else (place.dimension, place.value)
    return Finding(watched.key, dimension, value, evidence.now, evidence.before, p, said, evidence.weight)
