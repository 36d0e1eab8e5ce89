from datetime import date, datetime, timezone
from fractions import Fraction
from typing import Any, Optional

import pytest

from bot.metrics.insights.goals import Progress, progress
from bot.metrics.queries.asked import Asked, Period
from bot.store.analytics import goals
from bot.store.analytics.goals import Goal
from bot.store.base.database import Database
from tests.metrics.written_facts import Row, rows, warehouse_of

# A Thursday, the eleventh day of March that begins.
NOW = datetime(2026, 3, 12, 9, tzinfo=timezone.utc)
ASKED = Asked(Period(date(2020, 1, 1), date(2020, 1, 2)), as_of=NOW)


def _goal(metric: str, target: float, every: str = "month", benchmark: Optional[float] = None) -> Goal:
    return Goal(1, metric, every, target, benchmark, NOW, None)


def _progress(goal: Goal, before: int = 1, asked: Asked = ASKED, **tables: list[Row]) -> Progress:
    return progress(warehouse_of(**tables), asked, goal, before)


def _surveys(day: date, good: int, bad: int, **about: Any) -> list[Row]:
    return [*rows(good, at_day=day, rating=5, **about), *rows(bad, at_day=day, rating=1, **about)]


def _statuses(found: Progress) -> list[str]:
    return [found.current.status, *(standing.status for standing in found.past)]


@pytest.mark.parametrize(
    ("every", "periods"),
    [
        ("week", ["2026-03-09 2026-03-16", "2026-03-02 2026-03-09", "2026-02-23 2026-03-02"]),
        ("month", ["2026-03-01 2026-04-01", "2026-02-01 2026-03-01", "2026-01-01 2026-02-01"]),
        ("quarter", ["2026-01-01 2026-04-01", "2025-10-01 2026-01-01", "2025-07-01 2025-10-01"]),
    ],
)
def test_the_current_time_and_those_before(every: str, periods: list[str]) -> None:
    found = _progress(_goal("csat", 0.8, every), before=2)
    shown = [f"{standing.period.start} {standing.period.end}" for standing in (found.current, *found.past)]
    assert shown == periods
    assert _statuses(found) == ["open"] * 3


def test_a_share_is_decided_when_the_month_is_over() -> None:
    surveys = [
        *_surveys(date(2026, 3, 2), 9, 1),
        *_surveys(date(2026, 2, 28), 7, 3),
        *_surveys(date(2026, 1, 31), 8, 2),
    ]
    found = _progress(_goal("csat", 0.8, benchmark=0.9), before=2, surveys=surveys)
    assert _statuses(found) == ["on track", "missed", "reached"]
    assert [standing.meets_benchmark for standing in (found.current, *found.past)] == [True, False, False]
    assert found.current.figure.value == Fraction(9, 10)
    # 7 of 10: from 40 to 89 %.
    assert found.past[0].is_sure is False


def test_many_cases_are_sure_of_it() -> None:
    found = _progress(_goal("csat", 0.8), surveys=_surveys(date(2026, 2, 28), 700, 300))
    assert (found.past[0].status, found.past[0].is_sure) == ("missed", True)


def test_a_share_below_its_target_is_open_until_the_end() -> None:
    assert _statuses(_progress(_goal("csat", 0.8), surveys=_surveys(date(2026, 3, 2), 1, 9)))[0] == "open"


def test_less_is_better_for_some() -> None:
    conversations = [*rows(8, opened_day=date(2026, 2, 3)), *rows(2, opened_day=date(2026, 2, 3), outcome="escalated")]
    assert _progress(_goal("handoff_rate", 0.2), conversations=conversations).past[0].status == "reached"
    assert _progress(_goal("handoff_rate", 0.1), conversations=conversations).past[0].status == "missed"


@pytest.mark.parametrize(("target", "status"), [(10, "reached"), (11, "on track"), (28, "on track"), (29, "open")])
def test_a_count_grows_as_days_go_by(target: float, status: str) -> None:
    # 11 of 31 days are over: 10 / (11 / 31) = 28.2
    orders = rows(10, at_day=date(2026, 3, 5), ordinal=1)
    found = _progress(_goal("orders", target), orders=orders)
    assert (found.current.status, found.current.is_sure) == (status, True)


@pytest.mark.parametrize(("target", "status"), [(9, "missed"), (10, "open"), (28, "open"), (29, "on track")])
def test_a_count_that_should_stay_small_is_missed_for_good(target: float, status: str) -> None:
    questions = rows(10, at_day=date(2026, 3, 5), missed=True)
    assert _progress(_goal("unanswered", target), questions=questions).current.status == status


def test_durations_do_not_say_how_sure_they_are() -> None:
    handoffs = [dict(opened_day=date(2026, 2, 3), wait_seconds=seconds) for seconds in (10, 20, 90)]
    found = _progress(_goal("wait_median", 30), handoffs=handoffs)
    assert (found.past[0].status, found.past[0].is_sure) == ("reached", None)


def test_who_may_still_come_back_this_month_is_not_lost() -> None:
    # Active 82 days ago; by the quarter's end it will have been more than 90.
    customers = [dict(customer_id=1, first_day=date(2025, 12, 1))]
    activity = [dict(customer_id=1, day=day) for day in (date(2025, 12, 1), date(2025, 12, 20))]
    found = _progress(_goal("churn_rate", 0.1, "quarter"), customers=customers, activity=activity)
    assert found.current.figure.value == 0


def test_filters_hold() -> None:
    surveys = [*_surveys(date(2026, 2, 2), 9, 1), *_surveys(date(2026, 2, 2), 0, 90, channel="telegram")]
    found = _progress(_goal("csat", 0.8), asked=ASKED.only("channel", "web"), surveys=surveys)
    assert found.past[0].status == "reached"


def test_the_day_is_that_of_the_reports() -> None:
    midnight = Asked(ASKED.period, as_of=datetime(2026, 3, 31, 22, 30, tzinfo=timezone.utc))
    found = progress(warehouse_of("Europe/Berlin"), midnight, _goal("csat", 0.8))
    assert found.current.period.start == date(2026, 4, 1)


def test_goals_are_kept(database: Database) -> None:
    with database.write() as tx:
        goals.put(tx, "csat", "month", 0.8, 0.85, None)
        goals.put(tx, "csat", "week", 0.7, None, None)
        goals.put(tx, "csat", "month", 0.9, None, None)
    with database.write() as tx:
        month, week = goals.listed(tx)
        assert (month.metric, month.every, month.target, month.benchmark) == ("csat", "month", 0.9, None)
        assert (goals.remove(tx, week.id), goals.remove(tx, week.id)) == (True, False)
        assert goals.listed(tx) == [month]
