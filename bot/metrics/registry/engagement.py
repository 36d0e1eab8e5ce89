"""Customers over time: how they come, stay, click and take part."""

from bot.metrics.definitions.facts import ENGAGEMENTS, LINKS, NEW_CUSTOMERS, PERIOD_CUSTOMERS
from bot.metrics.definitions.measures import Balance, Count, Share
from bot.metrics.definitions.metric import COUNT, NOTHING, SHARE, Metric

_SECTION = "Engagement"
_QUIET = "customers without a touchpoint of their own doing or an order in the 90 days before"


def _type(name: str) -> Metric:
    return Metric(
        f"engagement_{name}", f"Engagement: {name}", f"{name} touchpoints and orders / all of them", SHARE, NOTHING,
        _SECTION, ENGAGEMENTS, Share(f"engagement = '{name}'"),
    )  # fmt: skip


ENGAGEMENT: tuple[Metric, ...] = (
    Metric(
        "customers_at_start", "Customers at the start", "customers active in the 90 days before the period", COUNT,
        _QUIET, _SECTION, PERIOD_CUSTOMERS, Count("at_start"), "up",
    ),
    Metric(
        "customers_new", "New customers", "customers whose first touchpoint or order lies in the period", COUNT,
        NOTHING, _SECTION, NEW_CUSTOMERS, Count(), "up",
    ),
    Metric(
        "customers_at_end", "Customers at the end", "customers active in the last 90 days of the period", COUNT, _QUIET,
        _SECTION, PERIOD_CUSTOMERS, Count("at_end"), "up",
    ),
    Metric(
        "retention_rate", "Customer retention rate", "(customers at the end - new ones) / customers at the start",
        SHARE, _QUIET, _SECTION, PERIOD_CUSTOMERS, Balance("at_end AND NOT new", "at_start"), "up",
    ),
    Metric(
        "churn_rate", "Churn rate", "customers at the start who are none at the end / customers at the start", SHARE,
        _QUIET, _SECTION, PERIOD_CUSTOMERS, Share("NOT at_end", "at_start"), "down",
    ),
    Metric(
        "referral_rate", "Referral rate", "new customers acquired through a referral / new customers", SHARE,
        "customers known before", _SECTION, NEW_CUSTOMERS, Share("acquisition = 'referral'"), "up",
    ),
    Metric(
        "member_share", "Loyalty members", "members among the customers at the end / customers at the end", SHARE,
        _QUIET, _SECTION, PERIOD_CUSTOMERS, Share("member", "at_end"), "up",
    ),
    Metric(
        "click_through_rate", "Click-through rate", "distinct links clicked / links shown", SHARE,
        "repeated clicks; Telegram, where clicks can't be seen", _SECTION, LINKS,
        Share("clicked", "channel <> 'telegram'"), "up",
    ),
    *map(_type, ("cognitive", "emotional", "behavioural", "transactional")),
)  # fmt: skip
