"""The people who may log in, and their log-ins."""

from datetime import datetime
from typing import Optional

import sqlalchemy as sa

from bot.base.clock import now
from bot.store.base.database import Connection
from bot.store.base.records import Agent, made, record
from bot.store.schema import agents, logins


def add(tx: Connection, name: str, password_hash: str, role: str = "agent", reads_transcripts: bool = False) -> None:
    """Raises sqlalchemy's IntegrityError when the name is taken."""
    row = dict(name=name, password_hash=password_hash, role=role, reads_transcripts=reads_transcripts)
    tx.execute(agents.insert().values(created_at=now(), **row))


def every(tx: Connection) -> list[Agent]:
    return [made(Agent, row) for row in tx.execute(sa.select(agents).order_by(agents.c.name)).mappings()]


def find(tx: Connection, name: str) -> Optional[Agent]:
    return record(Agent, tx.execute(sa.select(agents).where(agents.c.name == name)).mappings().first())


def password_hash(tx: Connection, name: str) -> Optional[str]:
    found: Optional[str] = tx.execute(sa.select(agents.c.password_hash).where(agents.c.name == name)).scalar()
    return found


def change_role(tx: Connection, agent_id: int, role: str, reads_transcripts: bool) -> None:
    """In effect from the agent's next request on."""
    changed = dict(role=role, reads_transcripts=reads_transcripts)
    tx.execute(agents.update().where(agents.c.id == agent_id).values(changed))


def disable(tx: Connection, agent_id: int) -> None:
    """The agent can't log in any more, and is logged out everywhere."""
    tx.execute(agents.update().where(agents.c.id == agent_id).values(disabled_at=now()))
    tx.execute(logins.delete().where(logins.c.agent_id == agent_id))


def seen(tx: Connection, agent_id: int) -> None:
    tx.execute(agents.update().where(agents.c.id == agent_id).values(seen_at=now()))


def online_since(tx: Connection, moment: datetime) -> int:
    """How many agents had the console open at or after `moment`."""
    query = sa.select(sa.func.count()).where(agents.c.seen_at >= moment, agents.c.disabled_at.is_(None))
    return int(tx.execute(query).scalar())


def add_login(tx: Connection, agent_id: int, token_hash: str, expires_at: datetime) -> None:
    tx.execute(logins.delete().where(logins.c.expires_at < now()))
    tx.execute(logins.insert().values(agent_id=agent_id, token_hash=token_hash, expires_at=expires_at))


def logged_in(tx: Connection, token_hash: str) -> Optional[Agent]:
    query = (
        sa.select(agents)
        .join(logins, logins.c.agent_id == agents.c.id)
        .where(logins.c.token_hash == token_hash, logins.c.expires_at > now(), agents.c.disabled_at.is_(None))
    )
    return record(Agent, tx.execute(query).mappings().first())


def remove_login(tx: Connection, token_hash: str) -> None:
    tx.execute(logins.delete().where(logins.c.token_hash == token_hash))
