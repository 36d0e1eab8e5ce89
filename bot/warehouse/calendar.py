"""The table of days: the calendar, and the support team's hours on each day."""

from datetime import date, datetime, timedelta
from typing import Iterator, Optional
from zoneinfo import ZoneInfo

from bot.base.office_hours import office_hours
from bot.store.analytics.feeds import Rows
from bot.warehouse import rows
from bot.warehouse.warehouse import Cursor

# Times before and after these are mistakes in imported files; they must not make a calendar of millions of days.
_EARLIEST, _LATEST = date(2000, 1, 1), date(2100, 12, 31)
_UTC = ZoneInfo("UTC")
_TYPES = {"day": "DATE", "opens": "TIMESTAMP", "closes": "TIMESTAMP"}
_WRITE = """
    INSERT INTO days
    SELECT
        day, date_trunc('week', day), date_trunc('month', day), date_trunc('quarter', day), isodow(day) - 1,
        opens, closes, coalesce(sum(coalesce(date_diff('second', opens, closes), 0)) OVER before, 0)
    FROM source_days
    WINDOW before AS (ORDER BY day ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
    ORDER BY day
"""


def extend(cursor: Cursor, zone: str) -> None:
    """Have every day from the first touchpoint's to the end of the year after the last one's."""
    first, last = cursor.execute("SELECT min(at_day), max(at_day) FROM touchpoints").fetchone() or (None, None)
    if first is None or last is None:
        return
    wanted = max(first, _EARLIEST), date(min(max(last, _EARLIEST).year + 1, _LATEST.year), 12, 31)
    if cursor.execute("SELECT min(day), max(day) FROM days").fetchone() != wanted:
        _write(cursor, list(_days(*wanted, ZoneInfo(zone))))


def _write(cursor: Cursor, days: list[tuple[Optional[str], ...]]) -> None:
    rows.declare(cursor, "source_days", _TYPES)
    rows.put(cursor, "source_days", _TYPES, Rows(tuple(_TYPES), days))
    cursor.execute("DELETE FROM days")
    cursor.execute(_WRITE)


def _days(first: date, last: date, zone: ZoneInfo) -> Iterator[tuple[Optional[str], ...]]:
    hours = office_hours()
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        opens, closes = hours.on(day) or (None, None)
        yield str(day), _utc(opens, zone), _utc(closes, zone)


def _utc(local: Optional[datetime], zone: ZoneInfo) -> Optional[str]:
    return str(local.replace(tzinfo=zone).astimezone(_UTC).replace(tzinfo=None)) if local else None
