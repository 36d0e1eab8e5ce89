"""The places staff can go to, and which of them somebody may see."""

from dataclasses import dataclass
from typing import Optional

from bot.staff.rights import Right, rights
from bot.store.base.records import Agent


@dataclass(frozen=True)
class Place:
    """`key` is what templates name it by."""

    key: str
    url: str
    right: Right


PLACES = (
    Place("console", "/console", Right.CONSOLE),
    Place("ask", "/console/ask", Right.CONSOLE),
    Place("analytics", "/analytics", Right.ANALYTICS),
)


def places(agent: Agent) -> list[Place]:
    """Where the header leads, in this order."""
    held = rights(agent)
    return [place for place in PLACES if place.right in held]


def home(agent: Optional[Agent]) -> str:
    """The address of the first place that somebody may see; the log-in for who may see none."""
    seen = places(agent) if agent else []
    return seen[0].url if seen else "/login"


def current(path: str) -> Optional[Place]:
    """The place that a page belongs to: the one with the longest address that the page's begins with."""
    around = [place for place in PLACES if path == place.url or path.startswith(f"{place.url}/")]
    return max(around, key=lambda place: len(place.url), default=None)
