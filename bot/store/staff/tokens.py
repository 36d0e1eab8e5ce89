"""Keys to the API. Only their hashes are known here."""

from datetime import datetime
from typing import Optional

import sqlalchemy as sa

from bot.base.clock import now
from bot.store.base.database import Connection
from bot.store.base.records import ApiToken, made, record
from bot.store.schema import api_tokens


def add(tx: Connection, name: str, token_hash: str, expires_at: Optional[datetime]) -> None:
    row = dict(name=name, token_hash=token_hash, expires_at=expires_at)
    tx.execute(api_tokens.insert().values(created_at=now(), **row))


def every(tx: Connection) -> list[ApiToken]:
    return [made(ApiToken, row) for row in tx.execute(sa.select(api_tokens).order_by(api_tokens.c.id)).mappings()]


def find(tx: Connection, token_hash: str) -> Optional[ApiToken]:
    """The token of that hash, if it opens something now."""
    query = sa.select(api_tokens).where(api_tokens.c.token_hash == token_hash, _is_valid())
    return record(ApiToken, tx.execute(query).mappings().first())


def is_taken(tx: Connection, name: str) -> bool:
    """Whether a token of that name opens something now."""
    return tx.execute(sa.select(api_tokens.c.id).where(api_tokens.c.name == name, _is_valid())).first() is not None


def revoke(tx: Connection, name: str) -> int:
    """How many tokens opened something until now."""
    revoked = api_tokens.update().where(api_tokens.c.name == name, _is_valid()).values(revoked_at=now())
    return int(tx.execute(revoked).rowcount)


def used(tx: Connection, token_id: int) -> None:
    tx.execute(api_tokens.update().where(api_tokens.c.id == token_id).values(used_at=now()))


def _is_valid() -> sa.sql.ColumnElement:
    unexpired = sa.or_(api_tokens.c.expires_at.is_(None), api_tokens.c.expires_at > now())
    return sa.and_(api_tokens.c.revoked_at.is_(None), unexpired)
