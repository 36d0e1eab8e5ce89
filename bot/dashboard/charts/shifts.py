"""What changed against the period before, in words, and how groups compare with all."""

from dataclasses import dataclass
from typing import Mapping, Optional, Sequence

from bot.dashboard.visits.visit import Visit
from bot.metrics.definitions.metric import Metric
from bot.metrics.insights.changes import Change, direction
from bot.metrics.statistics.figures import Figure

_TONES = {"better": "good", "worse": "bad"}


@dataclass(frozen=True)
class Shift:
    """`tone` is good, bad or even. `is_noise` is None where nothing is known of how sure the figures are."""

    text: str
    before: str
    arrow: str
    tone: str
    is_noise: Optional[bool]


def shifts(visit: Visit, keys: Sequence[str]) -> Mapping[str, Shift]:
    """By metric, where both periods have data; nothing where no period is compared."""
    earlier = visit.view.before
    if earlier is None:
        return {}
    found = visit.memory.changes(visit.asked, earlier.period, keys)
    return {key: _shift(visit, one) for key, one in found.items() if _is_known(one)}


def _is_known(change: Change) -> bool:
    return change.now.value is not None and change.before.value is not None


def _shift(visit: Visit, change: Change) -> Shift:
    new, old, unit = change.now.value, change.before.value, change.metric.unit
    assert new is not None
    assert old is not None
    return Shift(
        text=visit.numbers.change(unit, new, old),
        before=visit.numbers.value(unit, old),
        arrow="up" if new > old else "down" if new < old else "same",
        tone=_TONES.get(change.verdict, "even"),
        is_noise=None if change.verdict == "unknown" else change.verdict == "noise",
    )


def against(metric: Metric, figure: Figure, everybody: Figure) -> str:
    """How a group compares with all: good or bad where its interval leaves the figure of all out, else even."""
    if figure.interval is None or figure.value is None or everybody.value is None:
        return "even"
    low, high = figure.interval
    if low <= everybody.value <= high:
        return "even"
    return _TONES.get(direction(metric, figure.value > everybody.value), "even")
