"""Periods added up from their days are what the warehouse says when it is asked for them one by one."""

from contextlib import closing
from datetime import date, datetime, timedelta, timezone
from typing import Iterator, Optional

import pytest

from bot.metrics.queries.asked import Asked, Period
from bot.metrics.queries.days import Days
from bot.metrics.queries.report import report
from bot.metrics.registry import METRICS
from bot.store.base.database import Database
from bot.warehouse import Warehouse, open_filled
from tests.metrics.brute_force.storing import store
from tests.metrics.generated import generated

AUTUMN = Asked(
    Period(date(2025, 10, 8), date(2025, 11, 19)),
    {"channel": ("web",)},
    as_of=datetime(2026, 1, 1, tzinfo=timezone.utc),
)
A_YEAR_BEFORE = Period(AUTUMN.period.start - timedelta(days=364), AUTUMN.period.end - timedelta(days=364))


@pytest.fixture
def warehouse(sqlite_url: str) -> Iterator[Warehouse]:
    database = Database(sqlite_url)
    store(database, generated(300, seed=7))
    with closing(open_filled(database, None, "Asia/Seoul")) as opened:
        yield opened


@pytest.mark.parametrize("against", [AUTUMN.period.before(), A_YEAR_BEFORE])
@pytest.mark.parametrize("by", [None, "day", "week", "month", "quarter", "topic"])
def test_sums_of_days_are_what_is_asked_for(warehouse: Warehouse, against: Period, by: Optional[str]) -> None:
    days = Days(AUTUMN, AUTUMN.period, against)
    days.expect(METRICS)
    a_week = Period(AUTUMN.period.start, AUTUMN.period.start + timedelta(days=7))
    other_filter = Asked(AUTUMN.period, {"channel": ("telegram",)}, as_of=AUTUMN.as_of)
    for asked in (AUTUMN, AUTUMN.over(against), AUTUMN.over(a_week), other_filter):
        question = asked.divided(by)
        assert report(warehouse, question, values=days.measured).groups == report(warehouse, question).groups
