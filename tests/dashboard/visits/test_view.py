"""What addresses ask for: every good one is read, every bad one answered with the usual view and a sentence."""

from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest

from bot.dashboard.visits.view import read_view
from bot.metrics.queries.asked import Period


def test_custom_days_include_the_last_one() -> None:
    view = read_view({"period": ["custom"], "from": ["2025-03-01"], "until": ["2025-03-31"]}, "UTC")
    assert view.asked.period == Period(date(2025, 3, 1), date(2025, 4, 1))
    assert view.preset == ""
    assert view.problem is None


def test_a_preset_wins_over_days_that_a_form_sends_along() -> None:
    view = read_view({"period": ["7d"], "from": ["2020-01-01"], "until": ["2020-01-31"]}, "UTC")
    assert view.asked.period.length.days == 7
    assert "from" not in view.url()


def test_the_period_before_ends_where_this_one_starts_and_a_year_before_keeps_weekdays() -> None:
    query = {"from": ["2025-03-10"], "until": ["2025-03-16"]}
    before = read_view(query, "UTC").before
    assert before is not None
    assert before.period == Period(date(2025, 3, 3), date(2025, 3, 10))
    last_year = read_view({**query, "compare": ["year"]}, "UTC").before
    assert last_year is not None
    assert last_year.period.start.weekday() == date(2025, 3, 10).weekday()
    assert read_view({**query, "compare": ["none"]}, "UTC").before is None


def test_an_address_leads_back_to_the_same_view() -> None:
    query = {"period": ["90d"], "channel": ["web", "tele gram&x=1"], "topic": [""], "compare": ["year"]}
    view = read_view(query, "UTC")
    again = parse_qs(urlsplit(view.url("/satisfaction")).query, keep_blank_values=True)
    assert again == query
    assert view.asked.filters == {"channel": ("web", "tele gram&x=1"), "topic": ("",)}


def test_a_filter_is_added_and_taken_away() -> None:
    view = read_view({"channel": ["web", "telegram"]}, "UTC")
    assert view.without("", "channel", "web") == "/analytics?channel=telegram"
    assert view.filtered("/metrics/csat", "topic", "delivery_cost").endswith("&topic=delivery_cost")


@pytest.mark.parametrize(
    "query",
    [
        {"period": ["forever"]},
        {"from": ["2025-13-01"]},
        {"from": ["2025-03-31"], "until": ["2025-03-01"]},
        {"from": ["0001-01-01"], "until": ["9999-12-31"]},
        {"from": ["'; DROP TABLE touchpoints; --"]},
        {"topic": ["x" * 5000]},
        {"topic": [str(number) for number in range(1000)]},
    ],
)
def test_what_cannot_be_read_is_said_and_the_usual_view_shown(query: dict[str, list[str]]) -> None:
    view = read_view(query, "UTC")
    assert view.problem
    assert view.asked.period.length.days == 28
    assert view.asked.filters == {}


def test_what_is_unknown_is_left_out() -> None:
    view = read_view({"utm_source": ["mail"], "page": ["7"], "compare": ["tomorrow"]}, "UTC")
    assert view.url("/topics") == "/analytics/topics"
    assert view.compare == "previous"
