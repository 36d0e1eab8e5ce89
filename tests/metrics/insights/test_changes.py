from datetime import date, datetime, timedelta, timezone
from fractions import Fraction
from typing import Optional

import pytest

from bot.metrics.insights.changes import Change, changes
from bot.metrics.queries.asked import Asked, Period
from tests.metrics.written_facts import Row, rows, warehouse_of

NOW, BEFORE = date(2026, 3, 9), date(2026, 3, 2)
LONG_AFTER = datetime(2026, 6, 1, tzinfo=timezone.utc)
WEEK = Asked(Period(NOW, NOW + timedelta(days=7)), as_of=LONG_AFTER)


def _outcomes(day: date, contained: int, escalated: int) -> list[Row]:
    return [*rows(contained, opened_day=day), *rows(escalated, opened_day=day, outcome="escalated")]


def _by_day(start: date, counts: list[int]) -> list[Row]:
    return [row for place, number in enumerate(counts) for row in rows(number, opened_day=start + timedelta(place))]


def _change(conversations: list[Row], key: str, asked: Asked = WEEK, against: Optional[Period] = None) -> Change:
    return changes(warehouse_of(conversations=conversations), asked, [key], against)[key]


def test_a_rate_is_compared_by_newcombes_interval() -> None:
    # 56 of 70 against 48 of 80: Newcombe 1998, comparison (a), method 10 gives 0.0524 to 0.3339.
    change = _change([*_outcomes(NOW, 56, 14), *_outcomes(BEFORE, 48, 32)], "containment")
    assert (change.now.value, change.before.value) == (Fraction(4, 5), Fraction(3, 5))
    assert change.difference == pytest.approx((0.0524, 0.3339), abs=0.00005)
    assert change.verdict == "better"


@pytest.mark.parametrize(
    ("key", "verdict"), [("containment", "worse"), ("handoff_rate", "worse"), ("outcome_escalated", "higher")]
)
def test_what_a_change_means_depends_on_the_metric(key: str, verdict: str) -> None:
    assert _change([*_outcomes(NOW, 48, 32), *_outcomes(BEFORE, 56, 14)], key).verdict == verdict


def test_a_few_cases_are_noise_and_none_are_unknown() -> None:
    few = [*_outcomes(NOW, 2, 2), *_outcomes(BEFORE, 3, 1)]
    assert _change(few, "containment").verdict == "noise"
    alone = _change(_outcomes(NOW, 2, 2), "containment")
    assert (alone.before.value, alone.difference, alone.verdict) == (None, None, "unknown")


def test_quantiles_have_no_interval() -> None:
    both = [dict(opened_day=day, resolution_seconds=seconds) for day, seconds in ((NOW, 500), (BEFORE, 100))]
    change = _change(both, "resolution_time_median")
    assert (change.now.value, change.before.value, change.verdict) == (500, 100, "unknown")


def test_counts_are_compared_day_by_day() -> None:
    steady = [*_by_day(NOW, [30, 31, 29, 30, 30, 30, 30]), *_by_day(BEFORE, [20, 20, 21, 19, 20, 20, 20])]
    assert _change(steady, "conversations").verdict == "higher"
    # As many, but all of the difference on one day.
    burst = [*_by_day(NOW, [20, 20, 90, 20, 20, 20, 20]), *_by_day(BEFORE, [20] * 7)]
    change = _change(burst, "conversations")
    assert (change.now.value, change.before.value, change.verdict) == (210, 140, "noise")


def test_days_that_are_not_over_are_not_compared() -> None:
    asked = Asked(WEEK.period, as_of=datetime(2026, 3, 12, 23, 30, tzinfo=timezone.utc))
    days = [*_by_day(NOW, [20, 21, 20, 2]), *_by_day(BEFORE, [20] * 7)]
    # 61 - 60, give or take 4.303 (Student's t, 2 degrees of freedom) times the root of 121
    assert _change(days, "conversations", asked).difference == pytest.approx((-46.33, 48.33), abs=0.01)
    # In Seoul the twelfth of March is over by then, and a day with two conversations counts.
    there = changes(warehouse_of("Asia/Seoul", conversations=days), asked, ["conversations"])["conversations"]
    # t is 3.182 now; the differences 0, 1, 0 and -18 have the variance 84.25, and 4 x 84.25 is more than 63 + 80.
    assert there.difference == pytest.approx((-75.42, 41.42), abs=0.01)


def test_counts_of_periods_of_different_length_are_not_compared() -> None:
    days = [*_by_day(NOW, [20] * 7), *_by_day(BEFORE, [5] * 7)]
    month = Period(date(2026, 2, 1), date(2026, 3, 1))
    assert _change(days, "conversations", against=month).verdict == "unknown"
    assert _change(days, "conversations").verdict == "higher"


def test_another_period_than_the_one_before() -> None:
    long_ago = date(2025, 3, 10)
    both = [*_outcomes(NOW, 56, 14), *_outcomes(long_ago, 48, 32), *_outcomes(BEFORE, 90, 1)]
    change = _change(both, "containment", against=Period(long_ago, long_ago + timedelta(days=7)))
    assert (change.before.value, change.verdict) == (Fraction(3, 5), "better")


def test_filters_are_respected() -> None:
    web = [*_outcomes(NOW, 56, 14), *_outcomes(BEFORE, 48, 32)]
    rest = [{**row, "channel": "telegram"} for row in _outcomes(NOW, 1, 99)]
    found = changes(
        warehouse_of(conversations=[*web, *rest]), Asked(WEEK.period, {"channel": ("web",)}), ["containment"]
    )
    assert found["containment"].verdict == "better"


def test_nothing_is_no_change() -> None:
    assert _change([], "containment").verdict == "unknown"
    assert _change([], "conversations").verdict == "noise"
