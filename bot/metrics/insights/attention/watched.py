"""Which figures are looked at, and by what they are divided to find where they changed.

Figures that say the same as another are left out: handoff rate beside containment, mean rating beside CSAT.
"""

from dataclasses import dataclass

from bot.metrics.definitions.metric import Metric
from bot.metrics.registry import BY_KEY

_WHERE = ("topic", "location", "channel", "language")
_EVERYWHERE = (*_WHERE, "model")


@dataclass(frozen=True)
class Watched:
    """`rows` are those to which it happens, whether measured or not: what a change of it weighs."""

    key: str
    dimensions: tuple[str, ...] = _EVERYWHERE
    rows: str = "TRUE"

    @property
    def metric(self) -> Metric:
        return BY_KEY[self.key]


WATCHED = (
    Watched("containment"),
    Watched("recontact_7d"),
    Watched("fallback_rate_conversations", ("location", "channel", "language", "model")),
    Watched("csat", (*_EVERYWHERE, "agent"), "kind = 'csat'"),
    Watched("nps", _WHERE, "kind = 'nps'"),
    Watched("ces", _WHERE, "kind = 'ces'"),
    Watched("helpfulness"),
    # The agent of a handoff that nobody accepted is unknown.
    Watched("queue_abandoned", _WHERE),
    Watched("wait_median", _WHERE),
    Watched("reopen_rate", (*_WHERE, "agent")),
    Watched("questions", _WHERE),
)
