"""What addresses and command lines may ask, and the sentences that refuse the rest."""

from datetime import date, datetime, timedelta, timezone

import pytest

from bot.base.clock import now
from bot.metrics.queries.asked import Period
from bot.metrics.queries.reading import Unanswerable, asked, read_by, read_filters, read_keys, read_period, today

DAY = date(2025, 3, 31)


@pytest.mark.parametrize(
    ("given", "start", "end"),
    [
        ({}, date(2025, 3, 4), date(2025, 4, 1)),
        ({"from": ["2025-03-01"], "to": ["2025-03-08"]}, date(2025, 3, 1), date(2025, 3, 8)),
        ({"from": ["2025-03-01"], "until": ["2025-03-08"]}, date(2025, 3, 1), date(2025, 3, 9)),
        ({"to": ["2025-03-08"]}, date(2025, 2, 8), date(2025, 3, 8)),
        ({"from": [""], "to": [""], "period": [""]}, date(2025, 3, 4), date(2025, 4, 1)),
        ({"period": ["7d"], "from": ["2020-01-01"]}, date(2025, 3, 25), date(2025, 4, 1)),
        ({"period": ["this_month"]}, date(2025, 3, 1), date(2025, 4, 1)),
        ({"period": ["last_month"]}, date(2025, 2, 1), date(2025, 3, 1)),
    ],
)
def test_periods(given: dict[str, list[str]], start: date, end: date) -> None:
    assert read_period(given, DAY) == Period(start, end)


@pytest.mark.parametrize(
    ("given", "advice"),
    [
        ({"from": ["1.3.2025"]}, "for example 2025-03-31"),
        ({"to": ["2025-02-30"]}, "for example 2025-03-31"),
        ({"from": ["0001-01-01"]}, "for example 2025-03-31"),
        ({"from": ["2025-03-02"], "to": ["2025-03-02"]}, "Choose a later end"),
        ({"from": ["1990-01-01"]}, "ten years"),
        ({"period": ["<script>"]}, "There are 7d, 28d"),
    ],
)
def test_what_is_no_period_is_refused_with_advice(given: dict[str, list[str]], advice: str) -> None:
    with pytest.raises(Unanswerable, match=advice):
        read_period(given, DAY)


def test_filters_are_dimensions_with_values_and_nothing_else() -> None:
    given = {"channel": ["web", "web", "telegram"], "location": [""], "weather": ["fine"], "day": ["2025-03-01"]}
    assert read_filters(given) == {"channel": ("web", "telegram"), "location": ("",)}
    with pytest.raises(Unanswerable, match="too much to filter channel by"):
        read_filters({"channel": ["x" * 201]})
    with pytest.raises(Unanswerable, match="too much to filter topic by"):
        read_filters({"topic": [str(number) for number in range(51)]})


def test_names_that_do_not_exist_are_refused() -> None:
    with pytest.raises(Unanswerable, match='no dimension "weather"'):
        read_by("weather")
    with pytest.raises(Unanswerable, match='no metric "happiness"'):
        read_keys(["csat,happiness"])
    assert read_keys(["csat,containment", "nps"]) == ["csat", "containment", "nps"]
    assert (read_keys([]), read_by("")) == (None, None)


def test_today_is_where_the_reports_are_read() -> None:
    there = now().astimezone(timezone(timedelta(hours=9))).date()
    assert today("Asia/Seoul") == there
    assert asked({}, "Asia/Seoul").period.end == there + timedelta(days=1)


def test_as_of_is_now_unless_somebody_says_otherwise() -> None:
    then = datetime(2025, 3, 1, tzinfo=timezone(timedelta(hours=1)))
    assert asked({}, "UTC", then).moment == datetime(2025, 2, 28, 23)
    assert now() - asked({}, "UTC").as_of < timedelta(minutes=1)
