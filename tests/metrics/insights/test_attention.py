from datetime import date, datetime, timedelta, timezone
from fractions import Fraction
from typing import Any

import pytest

from bot.metrics.insights.attention import Finding, attention
from bot.metrics.queries.asked import Asked, Period
from bot.metrics.statistics.figures import Figure
from bot.warehouse.warehouse import Warehouse
from tests.metrics.written_facts import Row, rows, warehouse_of

NOW, BEFORE = date(2026, 3, 9), date(2026, 3, 2)
ASKED = Asked(Period(NOW, NOW + timedelta(days=7)), as_of=datetime(2026, 6, 1, tzinfo=timezone.utc))


def _share(figure: Figure) -> tuple[Any, int]:
    return figure.value, figure.n


def _where(found: list[Finding]) -> list[tuple[Any, ...]]:
    return [(finding.key, finding.dimension, finding.value, finding.verdict) for finding in found]


def _ratings(day: date, good: int, bad: int, **about: Any) -> list[Row]:
    return [*rows(good, at_day=day, rating=5, **about), *rows(bad, at_day=day, rating=2, **about)]


def _conversations(day: date, contained: int, escalated: int, **about: Any) -> list[Row]:
    return [
        *rows(contained, opened_day=day, **about), *rows(escalated, opened_day=day, outcome="escalated", **about)
    ]  # fmt: skip


def _surveys(*given: list[Row]) -> Warehouse:
    return warehouse_of(surveys=[row for some in given for row in some])


def test_one_topic_got_worse_and_is_named_instead_of_all() -> None:
    # 43 of 50 are 86 %, 30 of 50 are 60 %.
    warehouse = _surveys(
        _ratings(BEFORE, 43, 7, topic="delivery_period"), _ratings(NOW, 30, 20, topic="delivery_period"),
        _ratings(BEFORE, 80, 20, topic="get_refund"), _ratings(NOW, 80, 20, topic="get_refund"),
    )  # fmt: skip
    (finding,) = attention(warehouse, ASKED)
    assert _where([finding]) == [("csat", "topic", "delivery_period", "worse")]
    assert (_share(finding.now), _share(finding.before)) == ((Fraction(3, 5), 50), (Fraction(43, 50), 50))
    assert finding.weight == pytest.approx(13)


def test_a_change_in_all_places_alike_is_one_of_the_whole() -> None:
    places = [("web", "one"), ("telegram", "two"), ("telegram", "one")]
    given = [
        some
        for channel, topic in places
        for some in (
            _ratings(BEFORE, 90, 10, channel=channel, topic=topic), _ratings(NOW, 60, 40, channel=channel, topic=topic)
        )
    ]  # fmt: skip
    assert _where(attention(_surveys(*given), ASKED)) == [("csat", None, "", "worse")]


def test_two_causes_of_different_kinds_are_both_named() -> None:
    steady = [_ratings(day, 160, 40, topic="rest", location="here") for day in (BEFORE, NOW)]
    topic = [
        _ratings(BEFORE, 80, 20, topic="bad", location="here"),
        _ratings(NOW, 30, 70, topic="bad", location="here"),
    ]
    place = [_ratings(BEFORE, 80, 20, topic="rest", location="x"), _ratings(NOW, 35, 65, topic="rest", location="x")]
    found = attention(_surveys(*steady, *topic, *place), ASKED)
    assert _where(found) == [("csat", "topic", "bad", "worse"), ("csat", "location", "x", "worse")]


def test_what_gets_worse_comes_before_what_gets_much_better() -> None:
    warehouse = warehouse_of(
        conversations=[
            *_conversations(BEFORE, 50, 50, location="a"), *_conversations(NOW, 190, 10, location="a"),
            *_conversations(BEFORE, 70, 30, location="b"), *_conversations(NOW, 40, 60, location="b"),
        ]
    )  # fmt: skip
    assert _where(attention(warehouse, ASKED)) == [
        ("containment", "location", "b", "worse"), ("containment", "location", "a", "better")
    ]  # fmt: skip


def test_fewer_than_twenty_cases_are_not_judged() -> None:
    assert attention(_surveys(_ratings(BEFORE, 19, 0), _ratings(NOW, 0, 100)), ASKED) == []
    assert attention(_surveys(_ratings(BEFORE, 20, 0), _ratings(NOW, 0, 100)), ASKED) != []


def test_what_has_no_value_is_no_place_to_point_at() -> None:
    steady = [_ratings(day, 80, 20, topic="known") for day in (BEFORE, NOW)]
    found = attention(_surveys(*steady, _ratings(BEFORE, 45, 5), _ratings(NOW, 20, 30)), ASKED)
    assert _where(found) == [("csat", None, "", "worse")]


def test_among_many_topics_chance_alone_is_not_reported() -> None:
    # One topic of forty at p = 0.02: less than is to be expected.
    steady = [_ratings(day, 40, 10, topic=f"topic{number}") for number in range(40) for day in (BEFORE, NOW)]
    one = [_ratings(BEFORE, 40, 10, topic="one"), _ratings(NOW, 30, 20, topic="one")]
    assert attention(_surveys(*one), ASKED) != []
    assert attention(_surveys(*steady, *one), ASKED) == []


def test_more_questions_on_a_topic_are_neither_good_nor_bad() -> None:
    days = [start + timedelta(days=number) for start in (BEFORE, NOW) for number in range(7)]
    ordinary = [dict(at_day=day, topic=topic) for day in days for topic in ("one", "two", "three") for _ in range(20)]
    more = [dict(at_day=day, topic="new") for day in days[7:] for _ in range(10)]
    (finding,) = attention(warehouse_of(questions=[*ordinary, *more]), ASKED)
    assert _where([finding]) == [("questions", "topic", "new", "higher")]
    assert (finding.now.value, finding.before.value) == (70, 0)
    assert finding.weight == pytest.approx(14)


def _waits(day: date, seconds: list[int], **about: Any) -> list[Row]:
    return [dict(opened_day=day, wait_seconds=number, **about) for number in seconds]


def test_waits_that_got_longer_are_told_by_their_medians() -> None:
    before, now = [100] * 20 + [200] * 20, [100] * 8 + [900] * 32
    steady = [row for day in (BEFORE, NOW) for row in _waits(day, [100, 200] * 30, location="a")]
    slower = [*_waits(BEFORE, before, location="b"), *_waits(NOW, now, location="b")]
    (finding,) = attention(warehouse_of(handoffs=[*steady, *slower]), ASKED)
    assert _where([finding]) == [("wait_median", "location", "b", "worse")]
    assert (finding.now.value, finding.before.value) == (900, 100)
    # Of 200 waits 92 took 100 s, so the median is 200: nobody waited longer than that before, 32 of 40 did now.
    assert finding.weight == pytest.approx(32)


def test_one_long_wait_is_no_change() -> None:
    handoffs = [*_waits(BEFORE, [100, 200] * 20), *_waits(NOW, [100, 200] * 19 + [100, 90_000])]
    assert attention(warehouse_of(handoffs=handoffs), ASKED) == []


def _answers(day: date, kind: str, ratings: list[int], **about: Any) -> list[Row]:
    return [dict(at_day=day, kind=kind, rating=rating, **about) for rating in ratings]


def test_effort_where_it_grew() -> None:
    steady = [row for day in (BEFORE, NOW) for row in _answers(day, "ces", [5, 6, 7] * 20, topic="a")]
    harder = [*_answers(BEFORE, "ces", [5, 6, 7] * 10, topic="b"), *_answers(NOW, "ces", [2, 3, 4] * 10, topic="b")]
    (finding,) = attention(_surveys([*steady, *harder]), ASKED)
    assert _where([finding]) == [("ces", "topic", "b", "worse")]
    # From 6 to 3 is half of the way from 7 to 1, for 30 of them.
    assert finding.weight == pytest.approx(15)


def test_recommending_everywhere_alike() -> None:
    rows = [
        row
        for channel in ("web", "telegram")
        for day, ratings in ((BEFORE, [10, 9, 8, 3] * 15), (NOW, [10, 2, 8, 3] * 15))
        for row in _answers(day, "nps", ratings, channel=channel)
    ]
    assert _where(attention(_surveys(rows), ASKED)) == [("nps", None, "", "worse")]


def test_filters_narrow_what_is_looked_at() -> None:
    warehouse = _surveys(
        _ratings(BEFORE, 80, 20, topic="a"), _ratings(NOW, 40, 60, topic="a"),
        _ratings(BEFORE, 80, 20, topic="b"), _ratings(NOW, 80, 20, topic="b"),
    )  # fmt: skip
    assert attention(warehouse, ASKED.only("topic", "b")) == []
    assert _where(attention(warehouse, ASKED.only("topic", "a"))) == [("csat", None, "", "worse")]


def test_the_heaviest_come_first_and_no_more_than_wanted() -> None:
    topics = [("small", 40, 10, 15, 35), ("large", 160, 40, 90, 110), ("middle", 80, 20, 40, 60)]
    given = [
        some
        for topic, *numbers in topics
        for some in (_ratings(BEFORE, *numbers[:2], topic=topic), _ratings(NOW, *numbers[2:], topic=topic))
    ]
    steady = [_ratings(day, 900, 100, topic="steady") for day in (BEFORE, NOW)]
    found = attention(_surveys(*given, *steady), ASKED)
    assert [finding.value for finding in found] == ["large", "middle", "small"]
    assert attention(_surveys(*given, *steady), ASKED, limit=2) == found[:2]


def test_nothing() -> None:
    assert attention(warehouse_of(), ASKED) == []
    assert attention(warehouse_of(), Asked(ASKED.period, {"hour": ("3",)})) == []
