"""Rows of the support team."""

import numpy as np

from bot.demo.rows.numbering import moments
from bot.demo.rows.numbers import Numbers
from bot.demo.words import Array
from bot.demo.year import Year
from bot.store.base.bulk import Columns

# No password has this hash.
_NO_PASSWORD = "!"  # noqa: S105  (and no secret)


def agents(year: Year, n: Numbers) -> Columns:
    """Nobody can log in as one of them."""
    team, shown = year.team, _until_now(year)
    seen = np.full(len(team.agents), np.nan)
    np.fmax.at(seen, shown[:, 0].astype(np.int64), shown[:, 2])
    return dict(
        id=n.agent,
        name=[agent["name"] for agent in team.agents],
        password_hash=[_NO_PASSWORD] * len(team.agents),
        created_at=moments(year.calendar.at(team.joined, np.zeros(len(team.agents)))),
        seen_at=moments(seen),
        role=["agent"] * len(team.agents),
    )


def presences(year: Year, n: Numbers) -> Columns:
    shown = _until_now(year)
    shown = shown[np.argsort(shown[:, 1], kind="stable")]
    return dict(
        id=n.first("presences") + np.arange(len(shown)),
        agent_id=n.agent[shown[:, 0].astype(np.int64)],
        from_at=moments(shown[:, 1]),
        until_at=moments(shown[:, 2]),
    )


def _until_now(year: Year) -> Array:
    """The team's stretches as far as they have come."""
    shown = year.team.stretches[year.team.stretches[:, 1] < year.calendar.now].copy()
    shown[:, 2] = np.minimum(shown[:, 2], year.calendar.now)
    return np.asarray(shown)
