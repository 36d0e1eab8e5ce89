"""What metrics count: the fact tables of the warehouse, when a row counts, and by what it can be divided.

`docs/warehouse.md` describes the columns. In the SQL here $start, $end, $as_of and $churn are those of the question.
"""

from dataclasses import dataclass, field
from typing import Mapping, Optional

_PROFILE = {
    "channel": "channel",
    "language": "language",
    "location": "location",
    "topic": "topic",
    "agent": "agent_id",
    "model": "model_version",
    "variant": "variant",
}
# What is known of a row's customer; joined only where it is asked for.
_OF_CUSTOMER = ("segment", "acquisition", "campaign")
_KNOWN = ", ".join(_OF_CUSTOMER)
CUSTOMER = f"LEFT JOIN (SELECT customer_id, {_KNOWN} FROM customers) AS who USING (customer_id)"  # noqa: S608
_PERIOD = "{day} >= $start AND {day} < $end"
# Always this long, whatever the period's start.
_YEAR = "{day} >= $end::DATE - 365 AND {day} < $end"
_EVER = "{day} < $end"


@dataclass(frozen=True)
class Rollup:
    """Rows are gathered to one per value of `key` before they are measured, each with the named aggregates."""

    key: str
    columns: Mapping[str, str]


@dataclass(frozen=True)
class Fact:
    """`source` is a table or a query in parentheses; a row counts when `window` holds. `columns` are shown of a row."""

    name: str
    source: str
    row: str
    day: Optional[str]
    dimensions: Mapping[str, str]
    columns: tuple[str, ...]
    window: str = _PERIOD
    rollup: Optional[Rollup] = None
    has_customer: bool = True
    times: Mapping[str, str] = field(default_factory=dict)

    def condition(self) -> str:
        return self.window.format(day=self.day)

    @property
    def adds_up(self) -> bool:
        """Are the rows of a period just those of its days, each as it is in any other period?"""
        return self.rollup is None and self.window == _PERIOD and "$" not in self.source

    def expression(self, dimension: str) -> Optional[str]:
        """The SQL of a dimension, as text; None where these rows can't be divided by it."""
        if dimension in _OF_CUSTOMER and self.has_customer:
            return dimension
        found = self.dimensions.get(dimension) or self.times.get(dimension)
        return f"CAST({found} AS VARCHAR)" if found else None

    def needs_customer(self, dimension: str) -> bool:
        return dimension in _OF_CUSTOMER and self.has_customer and dimension not in self.dimensions


def _times(day: str) -> dict[str, str]:
    units = {unit: f"CAST(date_trunc('{unit}', {day}) AS DATE)" for unit in ("week", "month", "quarter")}
    return {"day": day, **units}


def _dated(name: str, day: str, row: str, dimensions: Mapping[str, str], *columns: str, source: str = "") -> Fact:
    return Fact(name, source or name, row, day, dimensions, (row, *columns), times=_times(day))


def _within_office_hours(moment: str, day: str) -> str:
    open_then = f"{moment} >= office_opens AND {moment} < office_closes"
    opened = f"(SELECT {open_then} FROM days WHERE days.day = {day})"  # noqa: S608
    return f"CASE WHEN {opened} THEN 'within' ELSE 'outside' END"


_WHERE_FROM = ("channel", "language", "location", "topic")

CONVERSATIONS = _dated(
    "conversations", "opened_day", "conversation_id",
    {
        **_PROFILE, "hour": "opened_hour", "weekday": "opened_weekday", "resolver": "resolver",
        "touch_level": "touch_level", "outcome": "outcome",
        "returning": "CASE WHEN is_returning THEN 'returning' ELSE 'new' END",
        "office_hours": _within_office_hours("opened_at", "opened_day"),
    },
    "opened_at", *_WHERE_FROM, "agent_id", "outcome", "resolver", "rating", "next_contact_at",
)  # fmt: skip
SURVEYS = _dated(
    "surveys", "at_day", "survey_id", {**_PROFILE, "resolver": "resolver"},
    "conversation_id", "kind", "answered_at", *_WHERE_FROM, "agent_id", "resolver", "rating", "commented",
)  # fmt: skip
HANDOFFS = _dated(
    "handoffs", "opened_day", "handoff_id",
    {
        **_PROFILE, "hour": "hour(local_time(requested_at))", "weekday": "isodow(local_time(requested_at)) - 1",
        "reason": "reason", "office_hours": _within_office_hours("requested_at", "local_day(requested_at)"),
    },
    "conversation_id", "requested_at", *_WHERE_FROM, "agent_id", "reason", "ended", "wait_seconds",
    "first_response_seconds", "handle_seconds",
)  # fmt: skip
QUESTIONS = _dated(
    "questions", "at_day", "question_id", _PROFILE,
    "conversation_id", "at_time", *_WHERE_FROM, "confidence", "answered", "missed", "helpful", "nearest",
)  # fmt: skip
LINKS = _dated("links", "at_day", "link_id", _PROFILE, "conversation_id", "at_time", *_WHERE_FROM, "link", "clicked")
TOUCHPOINTS = _dated(
    "touchpoints", "at_day", "touchpoint_id",
    {**_PROFILE, "variant": "experiment || '/' || variant", "kind": "kind", "engagement": "engagement"},
    "conversation_id", "at_time", "kind", *_WHERE_FROM, "engagement", "stage",
)  # fmt: skip
AGENT_DAYS = Fact(
    "agent_days", "agent_days", "day", "day", {"agent": "agent_id"},
    ("day", "agent_id", "online_seconds", "busy_seconds"), has_customer=False, times=_times("day"),
)  # fmt: skip

# An order is a touch of its own kind, though not one of the chat's.
ENGAGEMENTS = _dated(
    "engagements", "at_day", "touchpoint_id", {**_PROFILE, "engagement": "engagement"},
    "conversation_id", "at_time", "kind", *_WHERE_FROM, "engagement",
    source="""(
        SELECT touchpoint_id, conversation_id, customer_id, at_time, at_day, kind, channel, language, location, topic,
               agent_id, model_version, experiment || '/' || variant AS variant, engagement
        FROM touchpoints WHERE engagement IS NOT NULL
        UNION ALL BY NAME
        SELECT -order_id AS touchpoint_id, customer_id, at_time, at_day, 'order' AS kind, channel, language, location,
               'transactional' AS engagement
        FROM orders)""",
)  # fmt: skip

_SHOP = {"channel": "channel", "location": "location", "currency": "currency"}
_ORDER = ("order_id", "customer_id", "at_time", "channel", "location", "total", "currency", "guest", "items", "member")
ORDERS = Fact("orders", "orders", "order_id", "at_day", _SHOP, _ORDER, times=_times("at_day"))
ORDERS_OF_YEAR = Fact("orders_of_year", "orders", "order_id", "at_day", _SHOP, _ORDER, _YEAR)
_BOUGHT = Rollup("customer_id", {"bought": "count(*)", "spent": "sum(total) FILTER (WHERE currency = main_currency())"})


def _buyers(name: str, window: str, times: Mapping[str, str]) -> Fact:
    known = "(SELECT * FROM orders WHERE customer_id IS NOT NULL)"
    columns = ("customer_id", "bought", "spent")
    return Fact(name, known, "customer_id", "at_day", _SHOP, columns, window, _BOUGHT, times=times)


BUYERS = _buyers("buyers", _PERIOD, _times("at_day"))
BUYERS_OF_YEAR = _buyers("buyers_of_year", _YEAR, {})
BUYERS_EVER = _buyers("buyers_ever", _EVER, {})

_PERSON = {
    "channel": "first_channel", "language": "language", "location": "location", "segment": "segment",
    "acquisition": "acquisition", "campaign": "campaign",
}  # fmt: skip
PERIOD_CUSTOMERS = Fact(
    "period_customers",
    """(
        SELECT c.*, first_day >= $start AS new, coalesce(at_start, FALSE) AS at_start, coalesce(at_end, FALSE) AS at_end
        FROM customers AS c LEFT JOIN (
            SELECT customer_id, bool_or(day < $start) AS at_start,
                   bool_or(day >= $end::DATE - $churn::INTEGER) AS at_end
            FROM activity WHERE day >= $start::DATE - $churn::INTEGER AND day < $end GROUP BY customer_id
        ) AS alive USING (customer_id))""",
    "customer_id", "first_day", _PERSON,
    ("customer_id", "first_at", "first_channel", "acquisition", "segment", "last_at", "orders", "at_start", "at_end"),
    _EVER,
)  # fmt: skip
NEW_CUSTOMERS = _dated(
    "new_customers", "first_day", "customer_id", _PERSON,
    "first_at", "first_channel", "acquisition", "segment", "last_at", "orders", source="customers",
)  # fmt: skip
LIFESPANS = Fact(
    "lifespans",
    """(
        SELECT c.*, known_days FROM customers AS c JOIN (
            SELECT customer_id, date_diff('day', min(day), max(day)) AS known_days
            FROM activity WHERE day < $end GROUP BY customer_id
        ) AS alive USING (customer_id)
        WHERE customer_id IN (SELECT customer_id FROM orders WHERE at_day < $end))""",
    "customer_id", "first_day", _PERSON, ("customer_id", "first_at", "last_at", "known_days"), _EVER,
)  # fmt: skip
