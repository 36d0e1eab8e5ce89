"""Surveys, human support, questions, links, engagement."""

from tests.metrics.by_hand import Table

# Asked by nobody, dora rated; her rating was changed. Emil's is not a rating of this month's conversations.
RATINGS = Table(
    """
    anna 2025-03-03T09:00 question_asked answer_given survey_asked:bot survey_answered=5 survey_commented \
        survey_commented
    bert 2025-03-03T09:00 question_asked answer_given survey_asked:bot
    cleo 2025-03-03T09:00 handoff_requested handoff_accepted handoff_resolved:resolved
    dora 2025-03-31T09:00 +2d survey_answered=5 survey_answered=2 survey_commented
    emil 2025-02-28T09:00 +2d survey_asked:bot survey_answered=5
    finn 2025-03-03T09:00 question_asked fallback handoff_requested handoff_accepted handoff_resolved:returned
    """,
    {
        "survey_eligible": 4,
        "survey_asked": (3, 4),
        "survey_response_rate": (2, 3),
        "survey_commented": (2, 2),
        "csat": (1, 2),
        "rating_mean": (7, 2),
    },
)

# Sevens and eights count below the line only; the second of bert's answers holds.
RECOMMENDED = Table(
    """
    anna 2025-03-03T09:00 nps_asked nps_answered=9 ces_asked ces_answered=7
    bert 2025-03-03T09:00 nps_asked nps_answered=10 nps_answered=6 ces_asked
    cleo 2025-03-03T09:00 nps_asked nps_answered=0 ces_asked ces_answered=2
    dora 2025-03-03T09:00 elsewhere channel=email nps_answered=8 ces_answered=4
    """,
    {"nps": (-1, 4), "ces": (13, 3)},
)

# A Monday, in office hours but for dora's night. What the touchpoint itself says goes before the clock.
HANDOFFS = Table(
    """
    anna 2025-03-03T10:00 handoff_requested +10s handoff_accepted +20s human_replied +60s human_replied +30s \
        handoff_resolved:resolved
    bert 2025-03-03T10:00 handoff_requested +30s handoff_accepted=29 +60s human_replied=90:first handoff_transferred \
        handoff_resolved=100:returned
    cleo 2025-03-03T10:00 handoff_requested +30s handoff_cancelled handoff_requested +1h conversation_closed
    dora 2025-03-03T18:59:58 handoff_requested +14h handoff_accepted
    emil 2025-03-03T10:00 handoff_requested
    """,
    {
        "handoffs": 6,
        "wait_median": 29,
        "wait_p90": 50400,
        "wait_p95": 50400,
        "wait_business_median": 10,
        "wait_business_p90": 30,
        "wait_business_p95": 30,
        "first_response_median": 30,
        "first_response_p90": 90,
        "first_response_p95": 90,
        "first_response_business_median": 30,
        "first_response_business_p90": 90,
        "first_response_business_p95": 90,
        "handle_time_median": 100,
        "handle_time_p90": 110,
        "handle_time_p95": 110,
        "handle_time_business_median": 62,
        "handle_time_business_p90": 110,
        "handle_time_business_p95": 110,
        "queue_abandoned": (2, 5),
        "transfers_per_handoff": (1, 3),
        "messages_per_handoff": (3, 3),
    },
)

# Anna asks again within a week, in another conversation; bert a second too late. Cleo's week is not over, emil's is.
REOPENED = Table(
    """
    anna 2025-03-03T10:00 handoff_requested handoff_accepted handoff_resolved:resolved
    anna 2025-03-10T10:00:02 handoff_requested
    bert 2025-03-03T10:00 handoff_requested handoff_accepted handoff_resolved:resolved
    bert 2025-03-10T10:00:03 handoff_requested
    cleo 2025-03-25T10:00 handoff_requested handoff_accepted handoff_resolved:resolved handoff_requested
    dora 2025-03-03T10:00 handoff_requested handoff_accepted handoff_resolved:returned handoff_requested
    emil 2025-03-24T23:59:57 handoff_requested handoff_accepted handoff_resolved:resolved
    """,
    {"reopen_rate": (1, 3)},
)

# 90 minutes online over midnight, of which the period has the last 30; anna is helped for 15 of them, bert for 30.
AGENTS = Table(
    """
    agent 2025-02-28T23:00 online 90m
    anna 2025-03-01T00:00 +1s handoff_requested handoff_accepted[agent_id=1] +15m handoff_resolved:resolved[agent_id=1]
    bert 2025-03-01T00:00 +1s handoff_requested handoff_accepted[agent_id=1] +30m handoff_resolved:returned[agent_id=1]
    cleo 2025-03-01T00:00 +1s handoff_requested handoff_accepted[agent_id=1]
    """,
    {"agent_online_time": 1800, "concurrent_load": (2700, 1800)},
)

# Answered; answered later by its flow; unsure; unsure, but it helped; missed; answered, but it did not help.
QUESTIONS = Table(
    """
    anna 2025-03-03T09:00 question_asked[topic=delivery_cost] answer_given question_asked[intent=track_order] \
        order_tracked
    bert 2025-03-03T09:00 question_asked[intent=track_order] question_asked[topic=delivery_cost,confidence=0.49] \
        answer_given answer_given[intent=track_order]
    cleo 2025-03-03T09:00 question_asked[confidence=0.49] answer_given helpful not_helpful \
        question_asked[confidence=0.5] fallback answer_given
    dora 2025-03-03T09:00 question_asked[confidence=0.9] answer_given not_helpful
    emil 2025-02-28T23:59 +2m question_asked[confidence=0.9] answer_given helpful
    """,
    {"questions": 8, "answered_rate": (6, 8), "helpfulness": (2, 3), "unanswered": 3},
)

LINKS = Table(
    """
    anna 2025-03-03T09:00 message_received[message_id=1] link_shown:a[message_id=1] link_shown:b[message_id=1] \
        link_clicked:a[message_id=1] link_clicked:a[message_id=1]
    bert 2025-03-03T09:00 message_received[message_id=2] link_shown:a[message_id=2]
    cleo 2025-03-03T09:00 channel=telegram message_received[message_id=3] link_shown:a[message_id=3]
    """,
    {"click_through_rate": (1, 3)},
)

ENGAGEMENT = Table(
    """
    anna 2025-03-03T09:00 question_asked answer_given thanked
    anna 2025-03-04T09:00 elsewhere subscription_renewed
    anna 2025-03-05T09:00 order total=100 currency=EUR
    anna 2025-03-05T09:00 order total=100 currency=EUR status=cancelled
    anna 2025-04-01T00:00 elsewhere phone_call
    """,
    {
        "engagement_cognitive": (2, 6),
        "engagement_emotional": (1, 6),
        "engagement_behavioural": (1, 6),
        "engagement_transactional": (2, 6),
        "touchpoints": 5,
    },
)

TABLES = {name: table for name, table in globals().items() if isinstance(table, Table)}
