"""Which language a visitor gets."""

import re
from typing import Optional

from bot.base.content import DEFAULT_LANGUAGE
from bot.base.paths import DATA

PAGES = DATA / "pages"
# One entry of an Accept-Language header, "ko-KR;q=0.9"; a language alone is such a header too.
_ENTRY = re.compile(r"\s*([A-Za-z]{2,3})(?:-[\w-]*)?\s*(?:;\s*q=([01](?:\.\d{1,3})?)\s*)?")


def offered() -> frozenset[str]:
    """The languages that the widget's texts are written in."""
    return frozenset(path.name.split(".")[1] for path in PAGES.glob("widget.*.json"))


def choose(among: frozenset[str], *wishes: Optional[str]) -> str:
    """The best of the first wish that can be met; a wish is a language or an Accept-Language header."""
    for wish in wishes:
        for language in _ranked(wish or ""):
            if language in among:
                return language
    return DEFAULT_LANGUAGE


def _ranked(wish: str) -> list[str]:
    entries = [match for part in wish.split(",") if (match := _ENTRY.fullmatch(part))]
    weights = {match: float(match[2] or 1) for match in entries}
    acceptable = [match for match in entries if weights[match] > 0]
    return [match[1].lower() for match in sorted(acceptable, key=weights.__getitem__, reverse=True)]
