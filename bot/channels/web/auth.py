"""Who is calling: a session's token is its only key, and only the token's hash is stored."""

import math
import time
from typing import Awaitable, Callable, Optional

from fastapi import Depends, HTTPException, WebSocket
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from fastapi.security.utils import get_authorization_scheme_param
from starlette.concurrency import run_in_threadpool

from bot.base.keys import hashed
from bot.store.base.database import Database
from bot.store.base.records import Identity
from bot.store.chat import conversations

CHANNEL = "web"
# Browsers can't set headers on a WebSocket; they offer this subprotocol and the token as a second one.
SUBPROTOCOL = "notouch"
REMEMBERED_SECONDS = 60.0
MAX_KNOWN = 10_000

_bearer = HTTPBearer(auto_error=False)


def find_session(database: Database, token: Optional[str]) -> Optional[Identity]:
    if not token:
        return None
    with database.read() as tx:
        return conversations.find_identity(tx, CHANNEL, hashed(token))


class Sessions:
    """Whose a token is, remembered for a minute: an address never changes, and a customer writes more than once.

    Beyond MAX_KNOWN sessions the one found first is forgotten, so that strangers can't fill the memory.
    """

    def __init__(self, database: Database, clock: Callable[[], float] = time.monotonic) -> None:
        self._database = database
        self._clock = clock
        self._known: dict[str, tuple[float, Identity]] = {}

    async def find(self, token: Optional[str]) -> Optional[Identity]:
        if not token:
            return None
        key = hashed(token)
        found_at, identity = self._known.get(key, (-math.inf, None))
        if self._clock() - found_at > REMEMBERED_SECONDS:
            self._known.pop(key, None)
            identity = await run_in_threadpool(find_session, self._database, token)
            self._remember(key, identity)
        return identity

    def _remember(self, key: str, identity: Optional[Identity]) -> None:
        if identity is not None:
            self._known[key] = (self._clock(), identity)
            if len(self._known) > MAX_KNOWN:
                del self._known[next(iter(self._known))]


def require_session(sessions: Sessions) -> Callable[..., Awaitable[Identity]]:
    """The dependency of endpoints that belong to one session: its identity, or 401."""

    async def session(sent: Optional[HTTPAuthorizationCredentials] = Depends(_bearer)) -> Identity:
        found = await sessions.find(sent.credentials if sent else None)
        if found is None:
            raise HTTPException(401, "This session is not known.", {"WWW-Authenticate": "Bearer"})
        return found

    return session


def socket_token(socket: WebSocket) -> Optional[str]:
    """The token that came with the handshake, in the header or as the second subprotocol."""
    scheme, token = get_authorization_scheme_param(socket.headers.get("authorization"))
    if scheme.lower() == "bearer":
        return token
    protocols = socket.scope["subprotocols"]
    return protocols[1] if len(protocols) == 2 and protocols[0] == SUBPROTOCOL else None


def answered_subprotocol(socket: WebSocket) -> Optional[str]:
    return SUBPROTOCOL if SUBPROTOCOL in socket.scope["subprotocols"] else None
