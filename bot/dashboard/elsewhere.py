"""With several processes one holds the analytics; the others pass requests for it on, so any of them can be asked."""

from typing import Callable, Optional

import httpx
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

PATHS = ("/analytics", "/api/metrics")
_SECONDS = 30.0
# Marks what was passed on: a request goes one step at the most, also when the lease is just changing hands.
PASSED_ON = "x-notouch-passed-on"
# What belongs to one connection, or is written anew for the other one.
_OWN = frozenset({"connection", "keep-alive", "transfer-encoding", "upgrade", "content-length", "content-encoding"})

# The address of the process that holds the analytics; None when it is this one, or nobody yet.
Elsewhere = Callable[[], Optional[str]]


class PassOn:
    """ASGI middleware."""

    def __init__(self, app: ASGIApp, elsewhere: Elsewhere) -> None:
        self._app = app
        self._elsewhere = elsewhere

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        address = self._elsewhere() if _concerns(scope) else None
        if address is None:
            await self._app(scope, receive, send)
            return
        response = await _ask(address, Request(scope, receive))
        await response(scope, receive, send)


def _concerns(scope: Scope) -> bool:
    if scope["type"] != "http" or not scope["path"].startswith(PATHS):
        return False
    return all(name.decode() != PASSED_ON for name, _ in scope["headers"])


async def _ask(address: str, request: Request) -> Response:
    """The other process's answer; 503 when it can't be reached."""
    url = httpx.URL(address).copy_with(raw_path=request.scope["raw_path"] + _query(request))
    headers = [(name, value) for name, value in request.headers.raw if name.decode() not in _OWN]
    body = await request.body()
    try:
        async with httpx.AsyncClient(timeout=_SECONDS, follow_redirects=False) as client:
            sent = [*headers, (PASSED_ON.encode(), b"1")]
            found = await client.request(request.method, url, headers=sent, content=body)
    except httpx.HTTPError:
        return Response("The analytics are just moving to another process; try again.", 503, {"Retry-After": "5"})
    response = Response(found.content, found.status_code)
    response.raw_headers = [
        (name.lower(), value) for name, value in found.headers.raw if name.lower().decode() not in _OWN
    ]
    response.headers["content-length"] = str(len(found.content))
    return response


def _query(request: Request) -> bytes:
    query: bytes = request.scope["query_string"]
    return b"?" + query if query else b""
