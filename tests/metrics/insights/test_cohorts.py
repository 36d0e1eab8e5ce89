from datetime import date, datetime, timezone
from typing import Any

from bot.metrics.insights.cohorts import Cohort, retention
from bot.metrics.queries.asked import Asked, Period
from bot.warehouse.warehouse import Warehouse
from tests.metrics.written_facts import warehouse_of

LATER = datetime(2026, 9, 1, tzinfo=timezone.utc)
SPRING = Asked(Period(date(2026, 1, 1), date(2026, 5, 1)), as_of=LATER)


def _customers(*days: str, **about: Any) -> Warehouse:
    """Each by the days of activity, as in "01-05 01-20 03-02"."""
    written = [[date.fromisoformat(f"2026-{day}") for day in some.split()] for some in days]
    activity = [dict(customer_id=number, day=day) for number, some in enumerate(written, 1) for day in some]
    return warehouse_of(customers=[dict(first_day=some[0], **about) for some in written], activity=activity)


def test_customers_by_month_and_when_they_were_active() -> None:
    warehouse = _customers("01-05 01-20 03-02", "01-31 02-01", "03-31 04-30", "03-01", "03-15 05-02")
    assert retention(warehouse, SPRING) == [
        Cohort(date(2026, 1, 1), 2, (2, 1, 1, 0)),
        Cohort(date(2026, 3, 1), 3, (3, 1)),
    ]


def test_weeks_begin_on_monday() -> None:
    asked = Asked(Period(date(2026, 3, 2), date(2026, 3, 17)), as_of=LATER)
    # Sunday the 8th is of the first week, Monday the 9th of the second.
    assert retention(_customers("03-08 03-09", "03-09", "03-02 03-16"), asked, "week") == [
        Cohort(date(2026, 3, 2), 2, (2, 1, 1)),
        Cohort(date(2026, 3, 9), 1, (1, 0)),
    ]


def test_who_came_before_the_period_is_no_cohort_of_it() -> None:
    asked = Asked(Period(date(2026, 1, 10), date(2026, 3, 1)), as_of=LATER)
    assert retention(_customers("01-05 02-10", "01-10 02-10"), asked) == [Cohort(date(2026, 1, 1), 1, (1, 1))]


def test_months_that_have_not_begun_are_not_months_without_customers() -> None:
    asked = Asked(SPRING.period, as_of=datetime(2026, 2, 3, tzinfo=timezone.utc))
    assert retention(_customers("01-05 02-02"), asked) == [Cohort(date(2026, 1, 1), 1, (1, 1))]


def test_filters_are_those_of_customers() -> None:
    warehouse = _customers("01-05", acquisition="referral")
    assert len(retention(warehouse, SPRING.only("acquisition", "referral"))) == 1
    assert retention(warehouse, SPRING.only("acquisition", "direct")) == []
    assert retention(warehouse, SPRING.only("topic", "delivery_cost")) == []


def test_nobody() -> None:
    assert retention(_customers(), SPRING) == []
