"""Everybody who may come to a door, each with what they have to show, over the whole application."""

import asyncio
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Iterator

import httpx
import websockets
from fastapi import FastAPI
from starlette.routing import Mount, WebSocketRoute
from websockets.exceptions import ConnectionClosed

from bot.base.content import Content
from bot.staff.auth import COOKIE, Sessions
from bot.staff.rights import Role
from bot.staff.tokens import mint
from tests.channels.web.visitors import Chats, Visitor
from tests.console.people import Desk

WHO = ("nobody", "ann", "bob", "agent", "disabled", "analyst", "supervisor", "program")
LINK = "https://fernwood.example/account"
ANNS_WORDS = "my lamp is broken and my name is Ann Exemplary"
_ROLES = {"agent": Role.AGENT, "disabled": Role.SUPERVISOR, "analyst": Role.ANALYST, "supervisor": Role.SUPERVISOR}


def doors(app: Any, prefix: str = "") -> Iterator[str]:
    """Method and path of every route, of mounted applications too. Files that are mounted are one door."""
    for route in app.routes:
        path = prefix + route.path
        if isinstance(route, Mount):
            yield from doors(route.app, path) if hasattr(route.app, "routes") else (f"GET {path}",)
        elif isinstance(route, WebSocketRoute):
            yield f"WS {path}"
        else:
            yield from (f"{method} {path}" for method in route.methods if method != "HEAD")


@dataclass
class Callers:
    """Ann is a customer who waits for a human in `conversation`, where `message` has a link; Bob is another one.

    `read` are the doors at which Ann's words were to be read, by who read them.
    """

    app: FastAPI
    url: str
    content: Content
    read: dict[str, set[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        parts = self.app.state.parts
        self.http = httpx.Client(base_url=self.url, timeout=30)
        self.desk = Desk(parts.database, self.app, self.content, parts.signals)
        self.ann, self.bob = Visitor.new(self.http), Visitor.new(self.http)
        self.token = mint(parts.database, "report", timedelta(days=1))
        self.sessions = Sessions(parts.database)
        self.agents = {who: self.desk.agent(who, role) for who, role in _ROLES.items()}
        self.logins = {who: self.sessions.begin(agent) for who, agent in self.agents.items()}
        self.desk.disable("disabled")
        self._talk(Chats(parts.database, parts.signals))

    def _talk(self, chats: Chats) -> None:
        self.ann.says(ANNS_WORDS)
        chats.answer(self.ann, f"See {LINK}")
        self.conversation = chats.transcript(self.ann)[0].conversation_id
        self.message = self.ann.reads()[-1]["id"]
        self.desk.ask_for_a_human(self.conversation)

    def outcome(self, who: str, door: str, path: str, body: dict[str, Any]) -> str:
        """The status, `login` for who is sent to the log-in, and what a socket is closed with or `open`."""
        method = door.partition(" ")[0]
        if method == "WS":
            return asyncio.run(self._socket(who, door, path))
        with self.http.stream(method, path, headers=self._headers(who), **body) as answer:
            self._note(who, door, answer)
            away = answer.is_redirect and answer.headers["location"].startswith("/login")
            return "login" if away else str(answer.status_code)

    def _note(self, who: str, door: str, answer: httpx.Response) -> None:
        if "event-stream" not in answer.headers.get("content-type", "") and ANNS_WORDS in answer.read().decode():
            self.read.setdefault(who, set()).add(door)

    async def _socket(self, who: str, door: str, path: str) -> str:
        address = self.url.replace("http", "ws") + path
        async with websockets.connect(address, extra_headers=self._headers(who)) as socket:
            try:
                heard = str(await asyncio.wait_for(socket.recv(), 1))
            except ConnectionClosed as closed:
                return str(closed.code)
            except asyncio.TimeoutError:
                heard = ""
            if ANNS_WORDS in heard:
                self.read.setdefault(who, set()).add(door)
            return "open"

    def _headers(self, who: str) -> dict[str, str]:
        if who == "nobody":
            return {}
        shown = {"ann": self.ann.token, "bob": self.bob.token, "program": self.token}.get(who)
        return {"Authorization": f"Bearer {shown}"} if shown else self._staff(who)

    def _staff(self, who: str) -> dict[str, str]:
        """A log-in of its own for each call, because one of the calls ends it."""
        token = self.logins[who] if who == "disabled" else self.sessions.begin(self.agents[who])
        session = self.sessions.find(token)
        return {"Cookie": f"{COOKIE}={token}", "X-CSRF-Token": session.csrf if session else "gone"}
