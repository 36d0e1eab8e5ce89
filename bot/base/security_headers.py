"""What browsers are told with every answer: run nothing and load nothing that isn't ours, in nobody else's frame."""

from typing import Mapping

from starlette.types import ASGIApp, Message, Receive, Scope, Send

HEADERS: Mapping[bytes, bytes] = {
    b"content-security-policy": (
        b"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        b"form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    # Not "no-referrer": with that, browsers would hide the origin of our own forms.
    b"referrer-policy": b"same-origin",
    b"x-content-type-options": b"nosniff",
}


class SecurityHeaders:
    """ASGI middleware. What an answer sets itself stays as it is."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self.app(scope, receive, _with_headers(send) if scope["type"] == "http" else send)


def _with_headers(send: Send) -> Send:
    async def send_with_headers(message: Message) -> None:
        if message["type"] == "http.response.start":
            own = {name.lower() for name, _ in message["headers"]}
            added = [(name, value) for name, value in HEADERS.items() if name not in own]
            message["headers"] = [*message["headers"], *added]
        await send(message)

    return send_with_headers
