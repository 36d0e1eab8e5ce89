"""A mail server of our own that speaks real SMTP and keeps what it is given; it can refuse everything."""

import socket
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any, Iterator, cast

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import Envelope


class MailServer:
    """`taken` are the messages that arrived."""

    def __init__(self) -> None:
        self.taken: list[EmailMessage] = []
        self.refusal = ""
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port: int = free.getsockname()[1]
        self._controller = Controller(self, hostname="127.0.0.1", port=port)
        self.url = f"smtp://127.0.0.1:{port}"

    async def handle_DATA(self, server: Any, session: Any, envelope: Envelope) -> str:  # noqa: N802  (aiosmtpd's name)
        if self.refusal:
            return self.refusal
        self.taken.append(cast(EmailMessage, message_from_bytes(cast(bytes, envelope.content), policy=policy.default)))
        return "250 taken"

    @contextmanager
    def running(self) -> Iterator["MailServer"]:
        self._controller.start()
        try:
            yield self
        finally:
            self._controller.stop()
