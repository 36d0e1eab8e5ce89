"""Outcomes, containment, fallbacks, touch levels, resolution, sentiment."""

from tests.metrics.by_hand import Table

NOTHING = Table(
    "",
    {
        "conversations": 0,
        "outcome_pending": (0, 0),
        "containment": (0, 0),
        "csat": (0, 0),
        "wait_median": None,
        "sentiment_start_mean": None,
        "churn_rate": (0, 0),
        "lifespan": (0, 0),
        "customer_lifetime_value": None,
    },
)

OUTCOMES = Table(
    """
    anna 2025-02-28T23:59:59.999999 question_asked answer_given conversation_closed
    anna 2025-03-01T00:00 question_asked answer_given helpful conversation_closed
    anna 2025-03-02T09:00 question_asked answer_given thanked conversation_closed
    bert 2025-03-03T09:00 question_asked answer_given survey_asked survey_answered=2 survey_answered=4 \
        conversation_closed
    bert 2025-03-04T09:00 question_asked answer_given conversation_closed
    bert 2025-03-05T09:00 question_asked answer_given survey_answered=4 survey_answered=3 conversation_closed
    cleo 2025-03-06T09:00 question_asked fallback conversation_closed
    cleo 2025-03-07T09:00 question_asked answer_given not_helpful conversation_closed
    cleo 2025-03-08T09:00 handoff_requested handoff_cancelled
    dora 2025-03-09T09:00 question_asked answer_given helpful
    dora 2025-03-31T23:59:59.999999 message_received thanked +2h conversation_closed
    dora 2025-04-01T00:00 question_asked answer_given conversation_closed
    shop 2025-03-09T09:00 channel=shell question_asked answer_given conversation_closed
    """,
    {
        "conversations": 10,
        "outcome_confirmed_resolved": (3, 10),
        "outcome_assumed_resolved": (2, 10),
        "outcome_escalated": (1, 10),
        "outcome_abandoned": (2, 10),
        "outcome_pending": (1, 10),
        "outcome_unengaged": (1, 10),
        "containment": (5, 8),
        "handoff_rate": (1, 8),
        "engaged": 9,
        "handled": 8,
    },
)

# Anna is back exactly 24 hours after her last message (09:00:01), bert a second later than that; dora, who is cleo,
# calls. Emil was here too late for a week to have passed, finn for a day; gina and hugo just in time.
CAME_BACK = Table(
    """
    dora is cleo
    anna 2025-03-03T09:00 message_received question_asked answer_given +30m conversation_closed
    anna 2025-03-04T09:00:01 message_received question_asked answer_given +30m conversation_closed
    bert 2025-03-03T09:00 message_received question_asked answer_given +30m conversation_closed
    bert 2025-03-04T09:00:02 message_received question_asked answer_given +30m conversation_closed
    cleo 2025-03-12T09:00 message_received question_asked answer_given +30m conversation_closed
    dora 2025-03-14T09:00 elsewhere phone_call
    dora 2025-03-14T10:00 elsewhere store_visit
    emil 2025-03-28T09:00 message_received question_asked answer_given +30m conversation_closed
    finn 2025-03-31T00:00 message_received question_asked answer_given +30m conversation_closed
    gina 2025-03-30T23:59:59 message_received question_asked answer_given +30m conversation_closed
    hugo 2025-03-24T23:59:59 message_received question_asked answer_given +30m conversation_closed
    """,
    {
        "recontact_24h": (1, 8),
        "verified_containment_24h": (7, 8),
        "recontact_7d": (3, 6),
        "verified_containment_7d": (3, 6),
        "containment": (9, 9),
    },
)

# Her last message counts, the one with which the conversation closed, not what she wrote after that.
LAST_MESSAGE = Table(
    """
    anna 2025-03-03T09:00 message_received answer_given +1h message_received +0s conversation_closed \
        +1h message_received
    anna 2025-03-04T10:00 elsewhere phone_call
    bert 2025-03-03T09:00 message_received answer_given +1h conversation_closed +1h message_received
    bert 2025-03-04T10:00 elsewhere phone_call
    """,
    {"recontact_24h": (1, 2)},
)

FALLBACKS = Table(
    """
    anna 2025-03-03T09:00 message_received[message_id=1] question_asked fallback[message_id=1] fallback[message_id=1]
    anna 2025-03-04T09:00 message_received[message_id=2] button_pressed[message_id=3] question_asked \
        fallback[message_id=3]
    bert 2025-03-05T09:00 message_received[message_id=4] message_received[message_id=5] +1h conversation_closed
    cleo 2025-03-06T09:00 message_received[message_id=6] question_asked answer_given
    """,
    {
        "fallback_rate_messages": (1, 5),
        "fallback_rate_conversations": (2, 3),
        "messages_per_conversation": (3, 3),
    },
)

TOUCH_LEVELS = Table(
    """
    anna 2025-03-03T09:00 message_received
    bert 2025-03-03T09:00 handoff_requested handoff_accepted human_replied
    cleo 2025-03-03T09:00 handoff_requested handoff_accepted human_replied human_replied
    dora 2025-03-03T09:00 handoff_requested handoff_accepted human_replied human_replied human_replied
    """,
    {"touch_no_touch": (1, 4), "touch_low_touch": (2, 4), "touch_high_touch": (1, 4)},
)

# Monday; the team works from 9:00 until 19:00. Anna's second handoff counts, to its end; given back is not solved.
RESOLVED = Table(
    """
    anna 2025-03-03T18:00 handoff_requested handoff_accepted +10m handoff_resolved:resolved
    anna 2025-03-04T09:00 handoff_requested handoff_accepted handoff_resolved:resolved +2h \
        handoff_requested handoff_accepted +1h handoff_resolved:resolved
    bert 2025-03-03T18:30 handoff_requested handoff_accepted +15h handoff_resolved:resolved
    cleo 2025-03-03T09:00 handoff_requested handoff_accepted +9h handoff_resolved:returned
    """,
    {
        "resolution_time_median": 10804,
        "resolution_time_p90": 54002,
        "resolution_time_p95": 54002,
        "resolution_time_business_median": 3602,
        "resolution_time_business_p90": 10804,
        "resolution_time_business_p95": 10804,
    },
)

SENTIMENT = Table(
    """
    anna 2025-03-03T09:00 message_received[sentiment=-0.5] message_received[sentiment=-1] \
        message_received[sentiment=0.5]
    bert 2025-03-03T09:00 message_received[sentiment=0.25] message_received
    cleo 2025-03-03T09:00 message_received answer_given[sentiment=1]
    """,
    {
        "sentiment_improved": (1, 2),
        "sentiment_start_mean": -0.125,
        "sentiment_end_mean": 0.375,
        "sentiment_lowest_mean": -0.375,
    },
)

TABLES = {name: table for name, table in globals().items() if isinstance(table, Table)}
