"""One row a request for a human, in clock time and in office hours."""

from datetime import date, datetime
from typing import Any, Callable

from tests.warehouse.conftest import History

Facts = Callable[..., list[dict[str, Any]]]


def test_several_in_one_conversation(history: History, facts: Facts) -> None:
    agent = history.agent("Ann")
    history.conversation(
        history.customer(), "2026-03-02T10:00",
        "+10 handoff_requested detail=asked", f"+70 handoff_accepted agent_id={agent} value=59", "+80 human_replied",
        "+90 handoff_transferred", "+100 human_replied", "+130 handoff_resolved detail=returned",
        "+200 handoff_requested detail=trouble", "+230 handoff_cancelled",
        "+300 handoff_requested detail=trouble", "+900 conversation_closed",
    )  # fmt: skip
    first, second, third = facts("FROM handoffs ORDER BY handoff_id")
    # What a touchpoint measured itself counts more than the times.
    assert (first["wait_seconds"], first["first_response_seconds"], first["handle_seconds"]) == (59, 70, 60)
    assert (first["agent_id"], first["ended"], first["transfers"], first["human_messages"]) == (agent, "returned", 1, 2)
    assert first["reopened_at"] == second["requested_at"] == datetime(2026, 3, 2, 10, 3, 20)
    assert (second["ended"], second["wait_seconds"], second["ended_at"]) == (
        "cancelled",
        None,
        datetime(2026, 3, 2, 10, 3, 50),
    )
    assert (third["ended"], third["ended_at"], third["reopened_at"]) == (
        "abandoned",
        datetime(2026, 3, 2, 10, 15),
        None,
    )


def test_waiting_is_open(history: History, facts: Facts) -> None:
    history.conversation(history.customer(), "2026-03-02T10:00", "+10 handoff_requested")
    found = facts("SELECT ended, ended_at, wait_seconds, wait_business_seconds FROM handoffs")
    assert found == [{"ended": "open", "ended_at": None, "wait_seconds": None, "wait_business_seconds": None}]


def test_office_hours(history: History, facts: Facts) -> None:
    """From Saturday 18:00 to Monday 10:00 on the clock of Berlin, in the night of which summer time begins."""
    accepted = f"+{int((datetime(2026, 3, 30, 8) - datetime(2026, 3, 28, 17)).total_seconds())} handoff_accepted"
    history.conversation(history.customer(), "2026-03-28T17:00", "+0 handoff_requested", accepted)
    (found,) = facts("SELECT wait_seconds, wait_business_seconds FROM handoffs", "Europe/Berlin")
    assert found == {"wait_seconds": 39 * 3600, "wait_business_seconds": 2 * 3600}
    hours = facts(
        "SELECT office_opens, office_closes FROM days WHERE day BETWEEN '2026-03-28' AND '2026-03-30'", "Europe/Berlin"
    )
    assert [row["office_opens"] for row in hours] == [datetime(2026, 3, 28, 8), None, datetime(2026, 3, 30, 7)]


def test_holidays_have_no_hours(history: History, facts: Facts) -> None:
    history.conversation(history.customer(), "2026-12-24T18:00", "+0 handoff_requested", "+144000 handoff_accepted")
    (found,) = facts("SELECT wait_seconds, wait_business_seconds FROM handoffs")
    # From Thursday 18:00 to Saturday 10:00 with Christmas between: an hour on either side.
    assert found == {"wait_seconds": 144000, "wait_business_seconds": 7200}


def test_agents_days_are_cut_at_midnight(history: History, facts: Facts) -> None:
    agent = history.agent("Ann")
    history.conversation(
        history.customer(), "2026-03-28T22:30", "+0 handoff_requested", f"+60 handoff_accepted agent_id={agent}",
        "+7200 handoff_resolved detail=resolved", "+7300 handoff_requested", f"+7400 handoff_accepted agent_id={agent}",
    )  # fmt: skip
    found = facts("FROM agent_days ORDER BY day", "Europe/Berlin")
    assert [(row["day"], row["online_seconds"], row["busy_seconds"]) for row in found] == [
        (date(2026, 3, 28), 0, 1740),
        (date(2026, 3, 29), 0, 5400),
    ]
