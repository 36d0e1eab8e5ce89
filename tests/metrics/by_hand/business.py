"""Customers and orders."""

from tests.metrics.by_hand import Table

# A customer is one for 90 days: from November 30 on at the period's start, from New Year's Day on at its end.
# Anna stays, bert is gone, cleo came back after long, dora is new by a friend and joins, emil is new by a campaign
# and leaves the club, and for finn it is too early.
CUSTOMERS = Table(
    """
    anna 2024-12-01T00:00 message_received
    anna 2025-01-01T00:00 message_received
    bert 2024-12-01T00:00 message_received
    bert 2025-03-15T00:00 elsewhere survey_asked
    cleo 2024-11-30T23:59:59 elsewhere phone_call
    cleo 2025-03-15T00:00 elsewhere phone_call
    dora 2025-03-15T10:00 elsewhere campaign_entered referred loyalty_joined
    emil 2025-03-15T10:00 elsewhere campaign_entered loyalty_joined loyalty_left
    finn 2025-04-01T00:00 message_received
    """,
    {
        "customers_at_start": 2,
        "customers_at_end": 4,
        "customers_new": 2,
        "retention_rate": (2, 2),
        "churn_rate": (1, 2),
        "referral_rate": (1, 2),
        "member_share": (1, 4),
    },
)

# Euros are the main currency. Bert is carl. Cleo's first order was more than a year ago.
ORDERS = Table(
    """
    carl is bert
    anna 2025-03-01T00:00 order total=1000 currency=EUR guest=no
    anna 2025-03-02T00:00 order total=3000 currency=EUR guest=no
    bert 2025-03-03T00:00 order total=500 currency=USD guest=yes
    carl 2025-03-04T00:00 order currency=EUR
    cleo 2025-03-31T23:59 order total=2000 currency=EUR guest=yes
    nobody 2025-03-05T00:00 order total=700 currency=EUR guest=yes
    nobody 2025-03-05T00:00 order total=700 currency=EUR guest=yes status=cancelled
    cleo 2024-03-31T23:59 order total=9000 currency=EUR guest=yes
    finn 2025-04-01T00:00 order total=9000 currency=EUR guest=yes
    """,
    {
        "orders": 6,
        "guest_checkout_rate": (3, 5),
        "repeat_purchase_rate": (2, 3),
        "revenue": 6700,
        "average_order_value": (6700, 4),
        "purchase_frequency": (5, 3),
        "historic_value": (15000, 3),
    },
)

# Bought as a member is what was bought from joining on until leaving.
MEMBERS = Table(
    """
    anna 2025-03-01T12:00 elsewhere loyalty_joined +2d loyalty_left
    anna 2025-03-01T11:59 order total=1000 currency=EUR
    anna 2025-03-01T12:00 order total=3000 currency=EUR
    anna 2025-03-03T12:00 order total=2000 currency=EUR
    nobody 2025-03-02T00:00 order total=600 currency=EUR
    """,
    {"average_order_value_members": (3000, 1), "average_order_value_others": (3600, 3)},
)

# Anna: 59 days from January 1 to March 1. Bert: the day of his only order. Cleo has bought nothing by the end.
LIFETIME = Table(
    """
    anna 2025-01-01T00:00 message_received
    anna 2025-02-01T00:00 order total=1000 currency=EUR
    anna 2025-03-01T00:00 order total=3000 currency=EUR
    anna 2025-04-01T00:00 message_received
    bert 2025-03-01T00:00 order total=2000 currency=EUR
    cleo 2025-03-01T00:00 message_received
    cleo 2025-04-01T00:00 order total=9000 currency=EUR
    """,
    # 2000 an order, 3 orders of 2 customers, 59 days of 2 customers
    {"lifespan": (59, 2), "customer_lifetime_value": 2000 * (3 / 2) * (59 / 2 / 365)},
)

TABLES = {name: table for name, table in globals().items() if isinstance(table, Table)}
