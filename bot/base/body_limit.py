"""Refuses request bodies that are larger than anything we take, before they fill the memory."""

from typing import Any, Awaitable, Callable, Mapping, MutableMapping, Optional

from starlette.exceptions import HTTPException

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[MutableMapping[str, Any], Receive, Send], Awaitable[None]]


class BodyLimit:
    """ASGI middleware. It counts what arrives, because a chunked body doesn't say beforehand how long it is.

    `larger` has other limits for paths that begin in a certain way.
    """

    def __init__(self, app: App, max_bytes: int, larger: Optional[Mapping[str, int]] = None) -> None:
        self.app = app
        self.max_bytes = max_bytes
        self.larger = larger or {}

    async def __call__(self, scope: MutableMapping[str, Any], receive: Receive, send: Send) -> None:
        is_http = scope["type"] == "http"
        await self.app(scope, self._counted(receive, self._limit(scope["path"])) if is_http else receive, send)

    def _limit(self, path: str) -> int:
        return next((limit for start, limit in self.larger.items() if path.startswith(start)), self.max_bytes)

    def _counted(self, receive: Receive, limit: int) -> Receive:
        received = 0

        async def counted() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if received > limit:
                # Raised where the route reads the body; the framework answers with it.
                raise HTTPException(413, "The request is too large.")
            return message

        return counted
