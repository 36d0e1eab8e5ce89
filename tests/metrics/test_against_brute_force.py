"""The registry's figures and those of the second implementation are the same, to the last digit."""

from datetime import date, datetime, timezone
from typing import Any, Iterable, Iterator, Mapping, NamedTuple, Optional

import pytest

from bot.metrics.queries import dimensions
from bot.metrics.queries.asked import Asked, Period
from bot.metrics.queries.report import report
from bot.metrics.registry import METRICS
from bot.store.base.database import Database
from bot.warehouse import Warehouse, open_filled
from tests.metrics.brute_force import Rows, compute
from tests.metrics.brute_force.facts import Facts
from tests.metrics.brute_force.figures import NOTHING, Figure
from tests.metrics.brute_force.storing import store
from tests.metrics.generated import generated

AS_OF = datetime(2026, 1, 21, 9, 30, tzinfo=timezone.utc)
# Its borders are midnights on which much is made to happen; the clocks change within it.
AUTUMN = date(2025, 10, 6), date(2026, 1, 19)
DIMENSIONS = [
    *(
        "acquisition",
        "campaign",
        "office_hours",
        "channel",
        "language",
        "location",
        "topic",
        "agent",
        "model",
        "variant",
        "segment",
    ),
    *("day", "week", "month", "quarter", "hour", "weekday"),
    *("resolver", "touch_level", "outcome", "returning", "reason", "currency", "kind", "engagement"),
]
FILTERS: list[Mapping[str, tuple[str, ...]]] = [
    {"language": ("ko",)},
    {"channel": ("web", "store"), "location": ("", "köln")},
    {"topic": ("delivery_cost", "")},
    {"agent": ("1", "2"), "segment": ("member", "buyer")},
    {"variant": ("wording/short",), "model": ("20250901-rose", "20260201-fern")},
    {"currency": ("KRW", "")},
    {"language": ("fr",)},
]


class Both(NamedTuple):
    """The same rows as each side wants them."""

    warehouse: Warehouse
    facts: Facts
    rows: Rows
    zone: str

    def differences(self, asked: Asked) -> list[str]:
        found = report(self.warehouse, asked).groups
        period = asked.period.start, asked.period.end
        how = dict(as_of=asked.as_of, churn_days=asked.churn_days, facts=self.facts)
        expected = compute(self.rows, period, asked.filters, asked.by, **how)
        return list(_differences(expected, found))


def both(database: Database, rows: Rows, zone: str) -> Both:
    store(database, rows)
    return Both(open_filled(database, None, zone), Facts(rows, zone), rows, zone)


def _differences(expected: Mapping[str, Mapping[str, Figure]], found: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    for group in sorted({*expected, *found}):
        for key in (metric.key for metric in METRICS):
            wanted, got = expected.get(group, {}).get(key, NOTHING), found.get(group, {}).get(key)
            if not _same(wanted, got):
                yield f"{group} {key}: {tuple(wanted)} is {got}"


def _same(wanted: Figure, got: Optional[Any]) -> bool:
    """A group that one side leaves out is one in which nothing was counted."""
    if got is None or wanted is NOTHING:
        return _nothing(wanted) and _nothing(got)
    if isinstance(wanted.value, float):
        return got.n == wanted.n and got.value == pytest.approx(wanted.value, rel=1e-9, abs=1e-12)
    if wanted.n == got.n == 0 and wanted.denominator is None:
        return not got.value
    parts = wanted.denominator is None or (got.numerator, got.denominator) == (wanted.numerator, wanted.denominator)
    return parts and (got.value, got.n) == (wanted.value, wanted.n)


def _nothing(figure: Optional[Any]) -> bool:
    return figure is None or not (figure.value or figure.n or figure.numerator)


def _asked(period: tuple[date, date], **more: Any) -> Asked:
    return Asked(Period(*period), as_of=AS_OF, **more)


def _many(both: Both, questions: Iterable[Asked]) -> list[str]:
    return [f"{asked.by} {dict(asked.filters)} {line}" for asked in questions for line in both.differences(asked)]


def _questions(period: tuple[date, date]) -> list[Asked]:
    questions = [_asked(period), *(_asked(period, by=name) for name in DIMENSIONS)]
    questions += [_asked(period, filters=filters) for filters in FILTERS]
    return [*questions, _asked(period, filters=FILTERS[0], by="channel"), _asked(period, churn_days=7)]


@pytest.mark.parametrize("zone", ["Europe/Berlin", "Asia/Seoul"])
def test_the_whole_its_parts_and_filtered(database: Database, zone: str) -> None:
    compared = both(database, generated(400, seed=len(zone)), zone)
    assert _many(compared, _questions(AUTUMN)) == []


# The nights on which the clocks change, one day; what lies before and after everything; and a period that is not over.
PERIODS = [
    (date(2025, 10, 26), date(2025, 10, 27)),
    (date(2026, 3, 29), date(2026, 3, 30)),
    (date(2024, 1, 1), date(2024, 2, 1)),
    (date(2027, 1, 1), date(2027, 2, 1)),
    (date(2025, 12, 31), date(2026, 3, 1)),
]


def test_no_dimension_is_left_out() -> None:
    assert sorted(DIMENSIONS) == sorted(dimensions.DIMENSIONS)


def test_other_periods(database: Database) -> None:
    compared = both(database, generated(400, seed=4), "Europe/Berlin")
    questions = [_asked(period, by=by) for period in PERIODS for by in (None, "day", "channel")]
    assert _many(compared, questions) == []


@pytest.mark.parametrize("conversations", [0, 1, 2, 3, 8])
def test_hardly_anything(database: Database, conversations: int) -> None:
    compared = both(database, generated(conversations, seed=conversations), "Asia/Seoul")
    everything = date(2025, 1, 1), date(2026, 12, 1)
    assert _many(compared, [_asked(everything, by=by) for by in (None, "month", "language", "topic")]) == []


@pytest.mark.timeout(900)
def test_fifty_thousand_conversations(sqlite_url: str) -> None:
    compared = both(Database(sqlite_url), generated(50_000, seed=6), "Europe/Berlin")
    by = (None, "channel", "language", "location", "topic", "agent", "day")
    questions = [*(_asked(AUTUMN, by=name) for name in by), *(_asked(AUTUMN, filters=some) for some in FILTERS[:4])]
    assert _many(compared, questions) == []
