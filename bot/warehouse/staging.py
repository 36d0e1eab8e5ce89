"""Rows on their way into the warehouse: temporary tables that a fill reads, whichever way they came."""

from typing import Mapping

from bot.store.analytics.feeds import Rows
from bot.warehouse import rows
from bot.warehouse.warehouse import Cursor


def _columns(**types: str) -> dict[str, str]:
    return {name: type_ for type_, names in types.items() for name in names.split()}


_TOUCHPOINTS = _columns(
    BIGINT="id customer_id conversation_id message_id agent_id value",
    TIMESTAMP="at_time",
    DOUBLE="confidence sentiment",
    VARCHAR="kind channel language location stage engagement touch topic intent model_version experiment variant"
    " detail",
)
# Table by table the columns that a fill reads; every source gives them these names and types.
STAGED: Mapping[str, Mapping[str, str]] = {
    "new_touchpoints": _TOUCHPOINTS,
    "source_story": _TOUCHPOINTS,
    "remapped": _columns(BIGINT="recorded_customer_id before_id after_id"),
    "source_merged": _columns(BIGINT="id merged_into_id"),
    "source_orders": _columns(
        BIGINT="id customer_id total",
        DATE="ordered_on",
        TIMESTAMP="ordered_at",
        BOOLEAN="guest",
        INTEGER="items",
        VARCHAR="status currency location referral_code",
    ),
    "source_presences": _columns(BIGINT="id agent_id", TIMESTAMP="from_at until_at"),
}


def create(cursor: Cursor) -> None:
    """Empty tables for everything that can come, and for customers who are counted under another number from now on."""
    for table, types in STAGED.items():
        rows.declare(cursor, table, types)


def put(cursor: Cursor, table: str, found: Rows) -> None:
    rows.put(cursor, table, STAGED[table], found)
