"""People of the company, each with a browser."""

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from fastapi import FastAPI
from starlette.testclient import TestClient

from bot.services import passwords
from bot.staff.rights import Role
from bot.store.base.database import Database
from bot.store.base.records import Agent
from bot.store.staff import agents

PASSWORD = "correct horse battery"


@cache
def password_hash() -> str:
    """Hashing is slow on purpose, so all share one."""
    return passwords.hash_password(PASSWORD)


@dataclass
class Browser:
    """A signed-in person's browser. Forms carry the token that the page gave out; `home` is a page they may see."""

    client: TestClient
    home: str = "/console"

    def page(self, path: str = "") -> str:
        response = self.client.get(path or self.home)
        assert response.status_code == 200, response.text
        return response.text

    @property
    def csrf(self) -> str:
        found = re.search(r'name="csrf" value="([0-9a-f]+)"', self.page())
        assert found is not None
        return found[1]

    def send(self, path: str, **fields: str) -> Any:
        """Post a form of ours to any path."""
        return self.client.post(path, data={"csrf": self.csrf, **fields})

    def post(self, path: str, **fields: str) -> Any:
        return self.send(f"/console/{path}", **fields)

    def on(self, conversation_id: int, action: str, **fields: str) -> Any:
        return self.post(f"conversations/{conversation_id}/{action}", **fields)


@dataclass
class Staff:
    """What a test needs to play people of the company over an application with the log-in."""

    database: Database
    app: FastAPI

    def agent(self, name: str, role: Role = Role.AGENT, reads_transcripts: bool = False) -> Agent:
        with self.database.write() as tx:
            agents.add(tx, name, password_hash(), role.value, reads_transcripts)
        return self.find(name)

    def find(self, name: str) -> Agent:
        with self.database.read() as tx:
            found = agents.find(tx, name)
        assert found is not None
        return found

    def becomes(self, name: str, role: Role, reads_transcripts: bool = False) -> None:
        with self.database.write() as tx:
            agents.change_role(tx, self.find(name).id, role.value, reads_transcripts)

    def disable(self, name: str) -> None:
        with self.database.write() as tx:
            agents.disable(tx, self.find(name).id)

    def browser(self) -> TestClient:
        return TestClient(self.app, follow_redirects=False)

    def signed_in(self, name: str, role: Role = Role.AGENT, reads_transcripts: bool = False) -> Browser:
        """A new person of that role, after the log-in."""
        self.agent(name, role, reads_transcripts)
        client = self.browser()
        response = client.post("/login", data={"name": name, "password": PASSWORD})
        assert response.status_code == 303
        return Browser(client, response.headers["location"])
