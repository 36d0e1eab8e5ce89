from datetime import date, datetime, timedelta, timezone
from fractions import Fraction
from typing import Any, Optional

import pytest

from bot.base.experiments import Experiment, Variant
from bot.metrics.insights.experiments import Comparison, compare
from bot.metrics.queries.asked import Asked, Period
from bot.metrics.statistics.sample_size import sample_size
from bot.warehouse.warehouse import Warehouse
from tests.metrics.written_facts import Row, warehouse_of

START = date(2026, 3, 2)
ASKED = Asked(Period(START, START + timedelta(days=28)), as_of=datetime(2026, 6, 1, tzinfo=timezone.utc))


def _experiment(metric: str = "helpfulness", *variants: str) -> Experiment:
    named = ("control", *(variants or ("short",)))
    return Experiment("trial", "delivery_cost", metric, {name: Variant(name, 1, {}) for name in named})


def _exposed(first: int, variant: str, judged: list[Optional[bool]], **about: Any) -> dict[str, list[Row]]:
    """A customer, conversation and question each, numbered from `first` on; None where nobody judged the answer."""
    numbers = range(first, first + len(judged))
    shown = [dict(experiment="trial", variant=variant, customer_id=n, conversation_id=n, at_day=START) for n in numbers]
    questions = [
        dict(question_id=n, conversation_id=n, topic="delivery_cost", helpful=helpful, at_day=START)
        for n, helpful in zip(numbers, judged, strict=True)
    ]
    return dict(exposures=shown, conversations=[dict(conversation_id=n, **about) for n in numbers], questions=questions)


def _told(*parts: dict[str, list[Row]]) -> Warehouse:
    return warehouse_of(**{name: [row for part in parts for row in part.get(name, [])] for name in parts[0]})


def _numbers(comparison: Comparison) -> list[tuple[str, int, int, int]]:
    return [(one.variant, one.exposed, one.figure.numerator or 0, one.figure.n) for one in comparison.results]


def test_variants_are_compared_with_the_control() -> None:
    # 56 of 70 against 48 of 80: Newcombe 1998, comparison (a), method 10
    warehouse = _told(
        _exposed(1, "short", [True] * 56 + [False] * 14 + [None] * 30),
        _exposed(1001, "control", [True] * 48 + [False] * 32),
    )
    comparison = compare(warehouse, ASKED, _experiment())
    assert _numbers(comparison) == [("control", 80, 48, 80), ("short", 100, 56, 70)]
    control, short = comparison.results
    assert short.difference == pytest.approx((0.0524, 0.3339), abs=0.00005)
    assert (control.difference, control.p, control.verdict) == (None, None, "unknown")
    # 0.2 of a standard error of 0.0753 is z = 2.65
    assert short.p == pytest.approx(0.0080, abs=0.0003)
    assert short.verdict == "better"


def test_of_one_customer_the_last_judgement_counts_once() -> None:
    told = _exposed(1, "short", [False, True, True])
    again = dict(question_id=99, conversation_id=1, topic="delivery_cost", helpful=True, at_day=START)
    elsewhere = dict(question_id=98, conversation_id=2, topic="get_refund", helpful=False, at_day=START)
    told["questions"] += [again, elsewhere]
    assert _numbers(compare(_told(told), ASKED, _experiment()))[1] == ("short", 3, 3, 3)


def test_other_metrics_look_at_the_conversation() -> None:
    warehouse = _told(
        _exposed(1, "short", [None] * 3, outcome="escalated", rating=5),
        _exposed(11, "control", [None] * 2, rating=2),
        _exposed(21, "control", [None], outcome="pending"),
    )
    assert _numbers(compare(warehouse, ASKED, _experiment("containment"))) == [("control", 3, 2, 2), ("short", 3, 0, 3)]
    assert _numbers(compare(warehouse, ASKED, _experiment("csat"))) == [("control", 3, 0, 2), ("short", 3, 3, 3)]
    with pytest.raises(KeyError):
        compare(warehouse, ASKED, _experiment("revenue"))


def test_several_variants_are_judged_more_strictly() -> None:
    parts = [_exposed(1, "control", [True] * 50 + [False] * 50), _exposed(1001, "a", [True] * 64 + [False] * 36)]
    alone = compare(_told(*parts), ASKED, _experiment("helpfulness", "a"))
    more = [_exposed(1000 * n, name, [True] * 50 + [False] * 50) for n, name in ((2, "b"), (3, "c"))]
    among = compare(_told(*parts, *more), ASKED, _experiment("helpfulness", "a", "b", "c"))
    assert alone.results[1].p == pytest.approx(0.0455, abs=0.0005)
    assert among.results[1].p == pytest.approx(3 * 0.0455, abs=0.0015)
    assert [alone.results[1].verdict, among.results[1].verdict] == ["better", "noise"]


def test_looking_early_is_peeking() -> None:
    usual = [dict(at_day=START - timedelta(days=9), topic="delivery_cost", helpful=n < 50) for n in range(100)]
    told = _exposed(1001, "short", [True] * 30), _exposed(2001, "control", [True] * 40), dict(questions=usual)
    comparison = compare(_told(*told), ASKED, _experiment(), smallest=0.3)
    # (1.95996 sqrt(2 * 0.65 * 0.35) + 0.84162 sqrt(0.5 * 0.5 + 0.8 * 0.2))^2 / 0.09 = 38.5
    assert (comparison.baseline.value, comparison.needed, comparison.reached) == (Fraction(1, 2), 39, 30)
    assert comparison.is_peeking
    later = compare(_told(*told, _exposed(3001, "short", [True] * 9)), ASKED, _experiment(), smallest=0.3)
    assert (later.reached, later.is_peeking) == (39, False)


def test_without_a_past_the_control_is_what_is_usual() -> None:
    comparison = compare(_told(_exposed(1, "control", [True, False])), ASKED, _experiment())
    assert comparison.baseline.value == Fraction(1, 2)


def test_nobody_was_exposed() -> None:
    comparison = compare(warehouse_of(), ASKED, _experiment())
    assert _numbers(comparison) == [("control", 0, 0, 0), ("short", 0, 0, 0)]
    assert (comparison.needed, comparison.is_peeking) == (None, True)
    assert {result.verdict for result in comparison.results} == {"unknown"}


def test_other_experiments_periods_and_filters() -> None:
    warehouse = _told(_exposed(1, "short", [True] * 4), _exposed(11, "short", [True], channel="telegram"))
    assert _numbers(compare(warehouse, ASKED.only("channel", "telegram"), _experiment()))[1] == ("short", 1, 1, 1)
    assert _numbers(compare(warehouse, ASKED.over(ASKED.period.before()), _experiment()))[1] == ("short", 0, 0, 0)
    other = Experiment("other", "delivery_cost", "helpfulness", _experiment().variants)
    assert _numbers(compare(warehouse, ASKED, other))[1] == ("short", 0, 0, 0)


def test_sample_size_of_rs_documentation() -> None:
    # help(power.prop.test): power.prop.test(p1 = .50, p2 = .75, power = .90) gives n = 76.7
    assert sample_size(0.5, 0.25, power=0.9) == 77
    # power.prop.test(n = 50, p1 = .50, p2 = .75) gives a power of 0.740
    assert sample_size(0.5, 0.25, power=0.740) == 50


def test_where_there_is_no_room_above_the_difference_is_one_below() -> None:
    assert sample_size(0.98, 0.05) == sample_size(0.93, 0.05)
    assert sample_size(0.5, 0.6) is None
    assert sample_size(0.5, 0) is None
