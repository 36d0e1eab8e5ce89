"""Questions, surveys, links, exposures, orders, activity and customers."""

from datetime import date, datetime
from typing import Any, Callable

from tests.warehouse.conftest import History

Facts = Callable[..., list[dict[str, Any]]]


def test_questions(history: History, facts: Facts) -> None:
    history.conversation(
        history.customer(), "2026-03-02T10:00",
        "+1 question_asked intent=faq/sizes confidence=0.5", "+2 asked_back",
        "+3 question_asked intent=faq/returns topic=returns", "+4 fallback detail=refunds", "+5 not_helpful",
        "+6 question_asked intent=faq/sizes", "+7 answer_given intent=faq/sizes", "+8 helpful", "+9 not_helpful",
        "+10 question_asked intent=order/track",
    )  # fmt: skip
    query = (
        "SELECT topic, answered, missed, helpful, nearest, next_topic, confidence FROM questions ORDER BY question_id"
    )
    assert [tuple(row.values()) for row in facts(query)] == [
        ("sizes", True, False, None, None, "sizes", 0.5),
        (None, False, True, False, "refunds", "sizes", None),
        ("sizes", True, False, True, None, "order/track", None),
        ("order/track", False, False, None, None, None, None),
    ]
    assert facts("SELECT topic FROM conversations") == [{"topic": "order/track"}]


def test_surveys(history: History, facts: Facts) -> None:
    agent = history.agent("Ann")
    customer = history.customer()
    number = history.conversation(
        customer, "2026-03-02T10:00", f"+1 survey_asked detail=both agent_id={agent}", "+2 survey_answered value=2",
        "+3 survey_commented", "+4 nps_asked", "+5 ces_answered value=7",
    )  # fmt: skip
    history.add(
        customer,
        "2026-03-05T10:00",
        "+0 survey_answered value=900",
        "+1 survey_answered value=5",
        conversation_id=number,
    )
    history.add(customer, "2026-03-06T10:00", "+0 nps_answered value=10", "+1 nps_asked", channel="email")
    columns = "kind, conversation_id, at_day, agent_id, resolver, rating, changed, commented"
    query = f"SELECT {columns} FROM surveys ORDER BY survey_id"
    assert [tuple(row.values()) for row in facts(query)] == [
        ("csat", number, date(2026, 3, 2), agent, "both", 5, True, True),
        ("nps", number, date(2026, 3, 2), None, None, None, False, False),
        ("ces", number, date(2026, 3, 2), None, None, 7, False, False),
        ("nps", None, date(2026, 3, 6), None, None, 10, False, False),
    ]


def test_a_rating_beyond_all_scales_is_none(history: History, facts: Facts) -> None:
    history.conversation(history.customer(), "2026-03-02T10:00", "+1 survey_answered value=900")
    assert facts("SELECT rating FROM surveys") == facts("SELECT rating FROM conversations") == [{"rating": None}]


def test_links_and_exposures(history: History, facts: Facts) -> None:
    number = history.conversation(history.customer(), "2026-03-02T10:00")
    one, two = history.message(number), history.message(number)
    history.add(
        1, "2026-03-02T10:00",
        f"+1 link_shown message_id={one} detail=https://a", f"+1 link_shown message_id={one} detail=https://b",
        f"+2 link_clicked message_id={one} detail=https://a", f"+3 link_clicked message_id={one} detail=https://a",
        f"+4 link_shown message_id={two} detail=https://a", "+5 experiment_exposed experiment=x variant=b",
        "+6 experiment_exposed experiment=x variant=control", conversation_id=number,
    )  # fmt: skip
    found = facts("SELECT message_id, link, clicked FROM links ORDER BY link_id")
    assert [tuple(row.values()) for row in found] == [
        (one, "https://a", True),
        (one, "https://b", False),
        (two, "https://a", False),
    ]
    assert facts("SELECT experiment, variant FROM exposures") == [{"experiment": "x", "variant": "b"}]
    assert {row["variant"] for row in facts("FROM variants")} == {"x/b", "x/control"}


def test_orders(history: History, facts: Facts) -> None:
    customer, other = history.customer(), history.customer()
    history.add(customer, "2026-03-03T00:00", "+0 loyalty_joined")
    history.order(customer, "2026-03-02", total=1000, location="north")
    history.order(customer, "2026-03-05T09:00", total=500, status="shipped")
    history.order(customer, "2026-03-06T09:00", status="cancelled")
    history.order(other, "2026-03-01T09:00", total=70)
    history.order(None, "2026-03-01T09:00", total=7)
    query = "SELECT at_time, channel, member, ordinal, days_since_previous FROM orders ORDER BY order_id"
    assert [tuple(row.values()) for row in facts(query)] == [
        (datetime(2026, 3, 2, 12), "store", False, 1, None),
        (datetime(2026, 3, 5, 9), "shop", True, 2, 3),
        (datetime(2026, 3, 1, 9), "shop", False, 1, None),
        (datetime(2026, 3, 1, 9), "shop", False, None, None),
    ]
    history.merge(other, customer)
    ordinals = facts("SELECT ordinal FROM orders ORDER BY order_id")
    assert [row["ordinal"] for row in ordinals] == [2, 3, 1, None]


def test_customers(history: History, facts: Facts) -> None:
    member, guest, invited, silent = (history.customer() for _ in range(4))
    history.conversation(member, "2026-03-02T23:30", "+1 referred detail=anna", language="ko", location="north")
    history.add(
        member,
        "2026-03-03T09:00",
        "+0 loyalty_joined",
        "+60 loyalty_left",
        "+120 loyalty_joined",
        "+180 loyalty_joined",
    )
    history.order(guest, "2026-03-02T10:00", total=300, location="south", referral_code="ben")
    history.order(guest, "2026-03-03T10:00", total=200)
    history.conversation(invited, "2026-03-02T10:00")
    history.add(invited, "2026-03-05T10:00", "+0 campaign_entered detail=spring")
    history.add(silent, "2026-03-02T10:00", "+0 message_sent")
    query = """
        SELECT customer_id, first_day, first_channel, language, location, acquisition, referral_code, segment,
            furthest_stage, conversations, orders, revenue
        FROM customers ORDER BY customer_id
    """
    assert [tuple(row.values()) for row in facts(query)] == [
        (member, date(2026, 3, 2), "web", "en", "north", "referral", "anna", "member", "retention", 1, 0, 0),
        (guest, date(2026, 3, 2), "store", None, "south", "referral", "ben", "buyer", "retention", 0, 2, 500),
        (invited, date(2026, 3, 2), "web", "en", None, "direct", None, "visitor", "awareness", 1, 0, 0),
    ]
    (since,) = facts(f"SELECT member_since FROM customers WHERE customer_id = {member}")
    assert since == {"member_since": datetime(2026, 3, 3, 9, 2)}
    assert len(facts(f"FROM activity WHERE customer_id = {member}")) == 2
