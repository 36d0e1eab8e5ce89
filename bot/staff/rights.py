"""Who may do what: what a role includes, and the one right that is given beside it."""

from enum import Enum
from typing import Mapping

from bot.store.base.records import Agent


class Role(str, Enum):
    AGENT = "agent"
    SUPERVISOR = "supervisor"
    ANALYST = "analyst"
    ADMIN = "admin"


class Right(Enum):
    """The value names it in sentences."""

    CONSOLE = "the console"
    ANALYTICS = "analytics"
    TRANSCRIPTS = "reading transcripts"
    ADMINISTER = "administration"


# Whoever works in the console reads what customers wrote there; analysts do only where that is given to them.
_RIGHTS: Mapping[str, frozenset[Right]] = {
    Role.AGENT: frozenset({Right.CONSOLE, Right.TRANSCRIPTS}),
    Role.SUPERVISOR: frozenset({Right.CONSOLE, Right.ANALYTICS, Right.TRANSCRIPTS}),
    Role.ANALYST: frozenset({Right.ANALYTICS}),
    Role.ADMIN: frozenset(Right),
}


def rights(agent: Agent) -> frozenset[Right]:
    """All that this person may do; nothing for a role that is not known."""
    own = _RIGHTS.get(agent.role, frozenset())
    return own | {Right.TRANSCRIPTS} if agent.reads_transcripts else own
