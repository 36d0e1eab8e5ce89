"""Tokens for programs that read the API: a name, an end, and a secret that is shown once."""

from datetime import timedelta
from typing import Callable, Optional

from fastapi import Depends, HTTPException
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from bot.base.clock import now
from bot.base.keys import hashed, new_key
from bot.store.base.database import Database
from bot.store.base.records import ApiToken
from bot.store.staff import tokens

# Scanners for secrets that were published by mistake find it by its beginning.
PREFIX = "notouch_"
# The last use is not written more often than this.
USED = timedelta(minutes=1)

_bearer = HTTPBearer(
    auto_error=False, scheme_name="API token", description="Made by `notouch token add NAME`, shown there once."
)


class NameTaken(Exception):
    """A token of that name is valid now."""


def mint(database: Database, name: str, lifetime: Optional[timedelta] = None) -> str:
    """A new token, valid for `lifetime`, or until it is revoked.

    Raises:
        NameTaken
    """
    token = PREFIX + new_key()
    with database.write() as tx:
        if tokens.is_taken(tx, name):
            raise NameTaken
        tokens.add(tx, name, hashed(token), now() + lifetime if lifetime else None)
    return token


def require_token(database: Database) -> Callable[..., ApiToken]:
    """The dependency of the API's endpoints: the token they were called with, or 401."""

    def token(sent: Optional[HTTPAuthorizationCredentials] = Depends(_bearer)) -> ApiToken:
        found = _use(database, sent.credentials) if sent else None
        if found is None:
            sentence = "A valid API token is needed; `notouch token add NAME` makes one."
            raise HTTPException(401, sentence, {"WWW-Authenticate": "Bearer"})
        return found

    return token


def _use(database: Database, token: str) -> Optional[ApiToken]:
    with database.read() as tx:
        found = tokens.find(tx, hashed(token))
    if found and (found.used_at is None or now() - found.used_at >= USED):
        with database.write() as tx:
            tokens.used(tx, found.id)
    return found
