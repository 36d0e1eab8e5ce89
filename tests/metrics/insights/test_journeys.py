from datetime import date, datetime, timedelta, timezone
from typing import Any

import pytest

from bot.base.journey import journey
from bot.metrics.insights.journeys import Reached, Seen, Transition, funnel, lens, transitions
from bot.metrics.queries.asked import Asked, Period
from bot.warehouse.warehouse import Warehouse
from tests.metrics.written_facts import warehouse_of

DAY = date(2026, 3, 2)
ASKED = Asked(Period(DAY, DAY + timedelta(days=7)), as_of=datetime(2026, 6, 1, tzinfo=timezone.utc))
NUMBER = {"anna": 1, "ben": 2, "cho": 3}


def _told(*lines: str, **about: Any) -> Warehouse:
    """Each line a step in time, as in "anna consideration 2" or "ben order1 3 telegram": who, what, day of March."""
    tables: dict[str, list[dict[str, Any]]] = {"touchpoints": [], "orders": [], "activity": []}
    for line in lines:
        who, what, day, *channel = line.split()
        row = dict(customer_id=NUMBER[who], at_day=date(2026, 3, int(day)), channel=(channel or ["web"])[0], **about)
        tables["activity"].append(dict(customer_id=row["customer_id"], day=row["at_day"]))
        if what.startswith("order"):
            tables["orders"].append({**row, "ordinal": int(what[5:])})
        else:
            tables["touchpoints"].append({"kind": "question_asked", **row, "stage": what})
    return warehouse_of(**tables)


def _furthest(warehouse: Warehouse, asked: Asked = ASKED) -> dict[str, int]:
    return {reached.stage: reached.furthest for reached in funnel(warehouse, asked) if reached.furthest}


def test_customers_by_the_furthest_stage() -> None:
    warehouse = _told(
        "anna awareness 2", "anna decision 3", "anna consideration 4", "ben awareness 2", "cho adoption 8"
    )
    found = funnel(warehouse, ASKED)
    assert [reached.stage for reached in found] == list(journey().stages)
    assert found[:4] == [
        Reached("awareness", 1, 3), Reached("consideration", 0, 2), Reached("decision", 1, 2), Reached("adoption", 1, 1)
    ]  # fmt: skip


def test_a_first_order_is_a_decision_and_another_one_retention() -> None:
    assert _furthest(_told("anna order1 2", "ben order1 2", "ben order2 2")) == {"decision": 1, "retention": 1}


def test_only_the_period_counts() -> None:
    assert _furthest(_told("anna advocacy 1", "anna awareness 2", "ben awareness 8", "ben decision 9")) == {
        "awareness": 2
    }


def test_what_we_did_moves_nobody_on() -> None:
    warehouse = _told("anna awareness 2", "anna retention 3")
    warehouse.cursor().execute("UPDATE touchpoints SET kind = 'survey_asked' WHERE stage = 'retention'")
    assert _furthest(warehouse) == {"awareness": 1}
    assert transitions(warehouse, ASKED) == []


def test_transitions_between_different_stages() -> None:
    warehouse = _told(
        "anna awareness 2", "anna consideration 2", "anna consideration 3", "anna awareness 4", "anna consideration 5",
        "ben awareness 2", "ben consideration 2", "cho decision 3",
    )  # fmt: skip
    assert transitions(warehouse, ASKED) == [
        Transition("awareness", "consideration", 3, 2),
        Transition("consideration", "awareness", 1, 1),
    ]


def test_an_order_leads_on() -> None:
    assert transitions(_told("anna consideration 2", "anna order1 3", "anna adoption 4"), ASKED) == [
        Transition("consideration", "decision", 1, 1),
        Transition("decision", "adoption", 1, 1),
    ]


def test_the_stage_before_the_period_is_not_known() -> None:
    assert transitions(_told("anna awareness 1", "anna consideration 2"), ASKED) == []


def test_a_lens_sorts_touchpoints_by_kind_first() -> None:
    warehouse = _told("anna adoption 2", "anna adoption 3", "ben decision 2", "ben order1 2", "cho advocacy 9")
    warehouse.cursor().execute("UPDATE touchpoints SET kind = 'trial_started' WHERE stage = 'decision'")
    assert lens(warehouse, ASKED, "aarrr") == [
        Seen("acquisition", 0, 0), Seen("activation", 3, 2), Seen("retention", 0, 0), Seen("referral", 0, 0),
        Seen("revenue", 0, 0),
    ]  # fmt: skip


@pytest.mark.parametrize("name", journey().lenses)
def test_every_touchpoint_is_at_one_step_of_each_lens(name: str) -> None:
    lines = [f"anna {stage} 3" for stage in journey().stages]
    seen = lens(_told(*lines), ASKED, name)
    assert [step.step for step in seen] == list(journey().lenses[name])
    assert sum(step.touchpoints for step in seen) == len(lines)


def test_no_such_lens() -> None:
    with pytest.raises(KeyError):
        lens(_told(), ASKED, "rose-coloured")


def test_filters() -> None:
    warehouse = _told("anna awareness 2", "anna order1 3 store", "ben awareness 2 telegram", "ben decision 2 telegram")
    only = ASKED.only("channel", "telegram")
    assert _furthest(warehouse, only) == {"decision": 1}
    assert transitions(warehouse, only) == [Transition("awareness", "decision", 1, 1)]
    assert sum(step.touchpoints for step in lens(warehouse, only, "aidae")) == 2
    impossible = ASKED.only("hour", "3")
    assert (funnel(warehouse, impossible), transitions(warehouse, impossible)) == ([], [])
    assert lens(warehouse, impossible, "aidae") == []


def test_nothing() -> None:
    warehouse = _told()
    assert transitions(warehouse, ASKED) == []
    assert {(reached.furthest, reached.at_least) for reached in funnel(warehouse, ASKED)} == {(0, 0)}
