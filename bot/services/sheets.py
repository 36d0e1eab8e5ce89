"""The files a shop can import: their columns, and what may stand in each."""

import re
from datetime import date, time
from zoneinfo import ZoneInfo

from bot.base import patterns
from bot.services import orders
from bot.services.imports import Column, Row, Sheet

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_HOURS = re.compile(r"(\d\d:\d\d)\s*-\s*(\d\d:\d\d)")


def orders_sheet(example: str) -> Sheet:
    """`example` is the brand's own order number, whose letters customers may leave out."""
    columns = {
        "number": Column(str),
        "email": Column(_email),
        "postcode": Column(str),
        "status": Column(_status),
        "ordered_on": Column(_day),
        "expected_on": Column(_day, required=False),
        "carrier": Column(str, required=False),
        "tracking_url": Column(_address, required=False),
    }
    return Sheet("orders", columns, "number", lambda row: {**row, "key": orders.key(row["number"], example)})


def locations_sheet() -> Sheet:
    texts = {name: Column(str) for name in ("code", "name", "address", "city", "postcode")}
    days = {day: Column(_hours, required=False) for day in DAYS}
    names = {"other_names": Column(_names, required=False, default=[])}
    columns = {**texts, "phone": Column(str, required=False), "time_zone": Column(_time_zone), **days, **names}
    return Sheet("locations", columns, "code", _with_hours)


def _with_hours(row: Row) -> Row:
    plain = {name: value for name, value in row.items() if name not in DAYS}
    return {**plain, "hours": [row[day] for day in DAYS]}


def _email(text: str) -> str:
    if patterns.email(text) != text:
        raise ValueError(f'"{text}" is not an e-mail address')
    return text


def _status(text: str) -> str:
    if text not in orders.STATUSES:
        raise ValueError(f'"{text}" is no status; there are {", ".join(orders.STATUSES)}')
    return text


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError(f'"{text}" is not a date; write it like 2026-12-31') from None


def _address(text: str) -> str:
    # It becomes the target of a link in a message.
    if not re.fullmatch(r"https?://[^\s()\[\]]+", text):
        raise ValueError(f'"{text}" is not a web address that begins with https://')
    return text


def _time_zone(text: str) -> str:
    try:
        return ZoneInfo(text).key
    except (KeyError, ValueError, OSError):
        raise ValueError(f'"{text}" is not a time zone; write it like Europe/Berlin') from None


def _names(text: str) -> list[str]:
    return [name.strip() for name in text.split(";") if name.strip()]


def _hours(text: str) -> list[str]:
    found = _HOURS.fullmatch(text)
    try:
        opens, closes = (time.fromisoformat(each) for each in found.groups()) if found else (time(), time())
    except ValueError:
        opens = closes = time()
    if opens >= closes:
        raise ValueError(f'"{text}" are no opening hours; write them like 10:00-20:00, or nothing for a closed day')
    return [f"{opens:%H:%M}", f"{closes:%H:%M}"]
