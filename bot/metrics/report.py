"""All metrics for a period, by group, and their export as JSON and CSV."""

import csv
import json
from dataclasses import dataclass
from datetime import datetime, timezone
from fractions import Fraction
from io import StringIO
from typing import Any, Iterator, Mapping, Optional

from bot.metrics.cohorts import By, Period
from bot.metrics.figures import Figure
from bot.metrics.registry import METRICS, SECONDS, SHARE, Metric
from bot.metrics.totals import totals
from bot.store.database import Database

# Others read these files by column: only ever add at the end.
CSV_COLUMNS = (
    "from", "to", "by", "group", "metric", "unit", "value", "n", "numerator", "denominator", "low", "high",
)  # fmt: skip
NO_DATA = "no data"


@dataclass(frozen=True)
class Report:
    """`groups` has the figures by the group's name and the metric's key."""

    period: Period
    by: Optional[By]
    groups: Mapping[str, Mapping[str, Figure]]

    def rows(self) -> Iterator[tuple[str, Metric, Figure]]:
        """Every figure, group after group, in the order of the registry."""
        for group, figures in self.groups.items():
            for metric in METRICS:
                yield group, metric, figures[metric.key]

    def to_json(self) -> str:
        groups: dict[str, dict[str, Any]] = {group: {} for group in self.groups}
        for group, metric, figure in self.rows():
            groups[group][metric.key] = {"name": metric.name, "unit": metric.unit, **_plain(figure)}
        listed = [{"group": group, "metrics": metrics} for group, metrics in groups.items()]
        return json.dumps({**self._about(), "groups": listed}, indent=2, ensure_ascii=False)

    def to_csv(self) -> str:
        """Where there is no data the value is empty."""
        file = StringIO()
        writer = csv.DictWriter(file, CSV_COLUMNS, extrasaction="ignore", lineterminator="\n")
        writer.writeheader()
        for group, metric, figure in self.rows():
            low, high = figure.interval or (None, None)
            where = {"group": group, "metric": metric.key, "unit": metric.unit, "low": low, "high": high}
            writer.writerow({**self._about(), **where, **_plain(figure)})
        return file.getvalue()

    def _about(self) -> dict[str, Optional[str]]:
        start, end = (time.astimezone(timezone.utc).isoformat() for time in (self.period.start, self.period.end))
        return {"from": start, "to": end, "by": self.by.value if self.by else None}


def report(database: Database, start: datetime, end: datetime, by: Optional[str] = None) -> Report:
    """Every metric for the conversations that began from `start` up to, not including, `end`.

    Raises:
        ValueError: the period is empty or has no time zone, or `by` is not one of `By`.
    """
    period, division = Period(start, end), By(by) if by else None
    with database.read() as tx:
        found = totals(tx, period, division)
    groups = {group: {metric.key: metric.compute(total) for metric in METRICS} for group, total in found.items()}
    return Report(period, division, groups)


def shown(metric: Metric, figure: Figure) -> str:
    """The value as people read it."""
    if figure.value is None:
        return NO_DATA
    if metric.unit == SHARE:
        return f"{float(figure.value):.1%}"
    if metric.unit == SECONDS:
        return f"{figure.value} s"
    return f"{float(figure.value):.2f}" if isinstance(figure.value, Fraction) else str(figure.value)


def _plain(figure: Figure) -> dict[str, Any]:
    value = float(figure.value) if isinstance(figure.value, Fraction) else figure.value
    return {**vars(figure), "value": value}
