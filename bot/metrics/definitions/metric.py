"""What one metric is. Everything else (SQL, breakdown, interval, explanation, rows, exports) follows from its entry."""

from dataclasses import dataclass
from typing import Literal, Optional, Union

from bot.metrics.definitions.facts import Fact
from bot.metrics.definitions.measures import Measure
from bot.metrics.definitions.quantities import Product, Quantile

# Units. A share is a proportion from 0 to 1; money is in the smallest unit of the shop's main currency.
SHARE = "share"
SECONDS = "s"
COUNT = "count"
MONEY = "money"
SCORE = "score"
SCALE_5 = "1 to 5"
SCALE_7 = "1 to 7"
FEELING = "-1 to 1"
EACH = "each"
YEARS = "years"

NOTHING = "nothing"
Better = Optional[Literal["up", "down"]]


@dataclass(frozen=True)
class Metric:
    """One definition. `source` is the section of docs/metrics.md that explains it; `better` is where it should go."""

    key: str
    name: str
    formula: str
    unit: str
    exclusions: str
    source: str
    fact: Fact
    measure: Union[Measure, Product]
    better: Better = None


def durations(
    key: str, name: str, formula: str, exclusions: str, source: str, fact: Fact, value: str
) -> tuple[Metric, ...]:
    """The median, p90 and p95 of one duration in seconds."""

    def metric(part: str, percent: int) -> Metric:
        words = f"{part} of {formula}"
        measure = Quantile(value, percent)
        return Metric(f"{key}_{part}", f"{name}, {part}", words, SECONDS, exclusions, source, fact, measure, "down")

    return metric("median", 50), metric("p90", 90), metric("p95", 95)
