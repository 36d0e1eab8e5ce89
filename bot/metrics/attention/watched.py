"""Which figures are looked at, and by what they are divided to find where they changed.

Figures that say the same as another are left out: handoff rate beside containment, mean rating beside CSAT.
"""

from dataclasses import dataclass

from bot.metrics.metric import Metric
from bot.metrics.registry import BY_KEY

_EVERYWHERE = ("topic", "location", "channel", "language", "model")


@dataclass(frozen=True)
class Watched:
    """A metric that is a share of rows, or counts them."""

    key: str
    dimensions: tuple[str, ...] = _EVERYWHERE

    @property
    def metric(self) -> Metric:
        return BY_KEY[self.key]


WATCHED = (
    Watched("containment"),
    Watched("recontact_7d"),
    Watched("fallback_rate_conversations", ("location", "channel", "language", "model")),
    Watched("csat", (*_EVERYWHERE, "agent")),
    Watched("helpfulness"),
    # The agent of a handoff that nobody accepted is unknown.
    Watched("queue_abandoned", ("topic", "location", "channel", "language")),
    Watched("reopen_rate", ("topic", "location", "channel", "language", "agent")),
    Watched("questions", ("topic", "location", "channel", "language")),
)
