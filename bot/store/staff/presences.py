"""When agents had the console open, in stretches."""

from datetime import datetime, timedelta

import sqlalchemy as sa

from bot.store.base.database import Connection
from bot.store.schema import presences

# A reload of the page or a moment without network does not end a stretch.
GAP = timedelta(seconds=60)


def extend(tx: Connection, agent_id: int, at: datetime) -> None:
    """The agent is there now: their last stretch lasts until now, or a new one begins."""
    recent = sa.select(sa.func.max(presences.c.id)).where(
        presences.c.agent_id == agent_id, presences.c.until_at >= at - GAP
    )
    moved = presences.update().where(presences.c.id == recent.scalar_subquery()).values(until_at=at)
    if not tx.execute(moved).rowcount:
        tx.execute(presences.insert().values(agent_id=agent_id, from_at=at, until_at=at))
