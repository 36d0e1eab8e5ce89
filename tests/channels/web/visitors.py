"""Visitors of the chat API, and the server's side of their chats."""

import itertools
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import httpx

from bot.base.signals import Signals
from bot.channels.web import auth
from bot.store.base.database import Database
from bot.store.base.records import Message
from bot.store.chat import messages
from bot.store.turns.work import load_next, load_work


def post(http: httpx.Client, path: str, headers: Mapping[str, str], **body: Any) -> httpx.Response:
    # Lone surrogates can be written in JSON, but only escaped.
    return http.post(path, content=json.dumps(body), headers={**headers, "Content-Type": "application/json"})


@dataclass
class Visitor:
    """A browser with a session of its own."""

    http: httpx.Client
    token: str
    _numbers: Iterator[int] = field(default_factory=itertools.count)

    @classmethod
    def new(cls, http: httpx.Client) -> "Visitor":
        return cls(http, http.post("/chat/sessions").raise_for_status().json()["token"])

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}

    def post(self, path: str = "messages", **body: Any) -> httpx.Response:
        return post(self.http, f"/chat/{path}", self.headers, **body)

    def says(self, text: str) -> int:
        """Send a text; the number of the stored message."""
        return int(self.post(text=text, client_id=f"c{next(self._numbers)}").raise_for_status().json()["id"])

    def reads(self, after: int = 0) -> list[dict[str, Any]]:
        answer = self.http.get("/chat/messages", params={"after": after}, headers=self.headers)
        return list(answer.raise_for_status().json())


@dataclass
class Chats:
    """The server's side: what is stored, and a bot and agents who answer."""

    database: Database
    signals: Signals

    def transcript(self, visitor: Visitor) -> list[Message]:
        identity = auth.find_session(self.database, visitor.token)
        assert identity is not None
        with self.database.read() as tx:
            return messages.in_chat(tx, identity.id)

    def answer(self, visitor: Visitor, *texts: str, choices: Sequence[Mapping[str, str]] = ()) -> None:
        """The bot's turn on the visitor's oldest message; the choices are under each text."""
        work = load_next(self.database, self.transcript(visitor)[-1].conversation_id)
        assert work is not None
        for text in texts:
            work.reply(text, choices)
        work.commit()

    def go_on_in(self, language: str, visitor: Visitor) -> None:
        """The language that the bot found in what the customer wrote."""
        work = load_work(self.database, self.transcript(visitor)[-1].conversation_id, cause=f"test {language}")
        work.change(language=language)
        work.commit()

    def write_as(self, sender: str, visitor: Visitor, text: str) -> None:
        work = load_work(self.database, self.transcript(visitor)[-1].conversation_id, cause=f"test {text}")
        work.reply(text, sender=sender)
        work.commit()
