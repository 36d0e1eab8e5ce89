"""What stands in cells. Each function gives a value, or raises ValueError with what is wrong with the text."""

import re
from datetime import date, datetime, timezone
from typing import Callable, Collection
from zoneinfo import ZoneInfo

from bot.base import contacts

# Times outside of it are mistakes, and some can't be counted in another zone.
_YEARS = range(1970, 2200)


def email(text: str) -> str:
    if not contacts.is_email(text):
        raise ValueError(f'"{text}" is not an e-mail address')
    return text


def one_of(known: Collection[str], what: str) -> Callable[[str], str]:
    def read(text: str) -> str:
        if text not in known:
            raise ValueError(f'"{text}" is no {what}; there are {", ".join(known)}')
        return text

    return read


def store(known: Collection[str]) -> Callable[[str], str]:
    """The code of a store that was imported before."""
    named = ", ".join(sorted(known)[:10]) or "none yet: import the stores first"

    def read(text: str) -> str:
        if text not in known:
            raise ValueError(f'"{text}" is no code of a store; there are {named}')
        return text

    return read


def short(longest: int) -> Callable[[str], str]:
    def read(text: str) -> str:
        if len(text) > longest:
            raise ValueError(f"is too long; there may be {longest} characters")
        return text

    return read


def name(text: str) -> str:
    """A name that systems give: of a channel, of a source."""
    if not re.fullmatch(r"[a-z0-9][a-z0-9_-]{0,39}", text):
        raise ValueError(f'"{text}" is no such name; use up to 40 small letters, digits, "-" and "_"')
    return text


def number(least: int, most: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        if not re.fullmatch(r"\d{1,10}", text, re.ASCII) or not least <= int(text) <= most:
            raise ValueError(f'"{text}" is not a whole number from {least} to {most}')
        return int(text)

    return read


def day(text: str) -> date:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        found = date.min
    if found.year not in _YEARS:
        raise ValueError(f'"{text}" is not a date; write it like 2026-12-31')
    return found


def moment(zone: ZoneInfo) -> Callable[[str], datetime]:
    """A time with its zone, or of that zone; in UTC."""

    def read(text: str) -> datetime:
        try:
            found = datetime.fromisoformat(f"{text[:-1]}+00:00" if text.endswith("Z") else text)
        except ValueError:
            found = datetime.min
        if found.year not in _YEARS or len(text) <= len("2026-12-31"):
            raise ValueError(f'"{text}" is not a time; write it like 2026-12-31T18:30:00+01:00')
        return (found if found.tzinfo else found.replace(tzinfo=zone)).astimezone(timezone.utc)

    return read


def web_address(text: str) -> str:
    # It becomes the target of a link in a message.
    if not re.fullmatch(r"https?://[^\s()\[\]]+", text):
        raise ValueError(f'"{text}" is not a web address that begins with https://')
    return text
