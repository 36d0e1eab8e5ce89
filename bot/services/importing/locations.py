"""The sheet of the brand's stores."""

import re
from datetime import time
from zoneinfo import ZoneInfo

from bot.services.importing.cells import short
from bot.services.importing.sheet import Column, Row, Sheet

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_HOURS = re.compile(r"(\d\d:\d\d)\s*-\s*(\d\d:\d\d)")


def locations_sheet() -> Sheet:
    texts = {name: Column(short(200), required=True) for name in ("code", "name", "address", "city", "postcode")}
    days = {day: Column(_hours) for day in DAYS}
    zone, names = Column(_time_zone, required=True), Column(_names, default=[])
    columns = {**texts, "phone": Column(short(40)), "time_zone": zone, **days, "other_names": names}
    return Sheet("locations", columns, "code", _with_hours)


def _with_hours(row: Row) -> Row:
    plain = {name: value for name, value in row.items() if name not in DAYS}
    return {**plain, "hours": [row[day] for day in DAYS]}


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
