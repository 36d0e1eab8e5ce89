"""By what figures can be divided and filtered, and what the values are called."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Mapping, Optional

from bot.metrics.queries.asked import Period
from bot.warehouse.warehouse import Warehouse


@dataclass(frozen=True)
class Dimension:
    """`labels` is a query of (value, label) where a value alone says little to people."""

    key: str
    name: str
    labels: Optional[str] = None


_LIST = (
    Dimension("channel", "channel"),
    Dimension("language", "language"),
    Dimension("location", "location", "SELECT location, name FROM locations"),
    Dimension("topic", "topic", "SELECT topic, title FROM topics"),
    Dimension("agent", "agent", "SELECT CAST(agent_id AS VARCHAR), name FROM agents"),
    Dimension("model", "model version"),
    Dimension("variant", "variant"),
    Dimension("segment", "segment"),
    Dimension("day", "day"),
    Dimension("week", "week"),
    Dimension("month", "month"),
    Dimension("quarter", "quarter"),
    Dimension("hour", "hour of the day"),
    Dimension("weekday", "day of the week"),
    Dimension("resolver", "resolver"),
    Dimension("touch_level", "touch level"),
    Dimension("outcome", "outcome"),
    Dimension("returning", "new or returning"),
    Dimension("reason", "reason of the handoff"),
    Dimension("office_hours", "office hours"),
    Dimension("acquisition", "how they came"),
    Dimension("campaign", "campaign"),
    Dimension("currency", "currency"),
    Dimension("kind", "kind of touchpoint"),
    Dimension("engagement", "engagement type"),
)
DIMENSIONS: Mapping[str, Dimension] = {dimension.key: dimension for dimension in _LIST}
TIMES = ("day", "week", "month", "quarter")


def names(warehouse: Warehouse, key: str) -> dict[str, str]:
    """What the values of a dimension are called, where they have names of their own."""
    query = DIMENSIONS[key].labels
    return dict(warehouse.cursor().execute(query).fetchall()) if query else {}


def values(warehouse: Warehouse, key: str, table: str = "conversations") -> list[str]:
    """The values that a column of the profile has anywhere, the most frequent first."""
    column = {"agent": "agent_id", "model": "model_version"}.get(key, key)
    counted = f"SELECT CAST({column} AS VARCHAR) AS value, count(*) AS times FROM {table} GROUP BY value"  # noqa: S608
    query = f"SELECT value FROM ({counted}) WHERE value IS NOT NULL ORDER BY times DESC, value"  # noqa: S608
    return [value for (value,) in warehouse.cursor().execute(query).fetchall()]


def main_currency(warehouse: Warehouse) -> str:
    """The currency that money is counted in; empty where there are no orders with one."""
    found = warehouse.cursor().execute("SELECT main_currency()").fetchone()
    return str(found[0] or "") if found else ""


def units(period: Period, by: Optional[str]) -> list[str]:
    """The days, weeks, months or quarters that the period touches, each by its first day; none for other dimensions."""
    if by not in TIMES:
        return []
    return sorted({str(first_day(day, by)) for day in period.days()})


def first_day(day: date, unit: str) -> date:
    """The first day of the week (Monday), month or quarter that the day lies in."""
    if unit == "week":
        return day - timedelta(days=day.weekday())
    if unit == "month":
        return day.replace(day=1)
    return day.replace(month=day.month - (day.month - 1) % 3, day=1) if unit == "quarter" else day
