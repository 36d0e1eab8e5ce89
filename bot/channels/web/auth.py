"""Who is calling: a session's token is its only key, and only the token's hash is stored."""

from typing import Callable, Optional

from fastapi import Depends, HTTPException, WebSocket
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from fastapi.security.utils import get_authorization_scheme_param

from bot.base.keys import hashed
from bot.store import conversations
from bot.store.database import Database
from bot.store.records import Identity

CHANNEL = "web"
# Browsers can't set headers on a WebSocket; they offer this subprotocol and the token as a second one.
SUBPROTOCOL = "notouch"

_bearer = HTTPBearer(auto_error=False)


def find_session(database: Database, token: Optional[str]) -> Optional[Identity]:
    if not token:
        return None
    with database.read() as tx:
        return conversations.find_identity(tx, CHANNEL, hashed(token))


def require_session(database: Database) -> Callable[..., Identity]:
    """The dependency of endpoints that belong to one session: its identity, or 401."""

    def session(sent: Optional[HTTPAuthorizationCredentials] = Depends(_bearer)) -> Identity:
        found = find_session(database, sent.credentials if sent else None)
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
