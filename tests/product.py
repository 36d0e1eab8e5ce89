"""The whole product in a process of its own, as a user starts it, and a client for its chat API."""

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any, Optional

import httpx

from bot.base.paths import PROJECT
from bot.cli.train import ensure_trained
from tests.waiting import until

START_SECONDS = 180


class Product:
    """`python -m bot run` on a free port, with its state in `var`; `module` may stand in for `bot`."""

    def __init__(self, var: Path, project: Path = PROJECT, module: str = "bot", **environment: str) -> None:
        ensure_trained()
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port: int = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.project, self.module = project, module
        self.log = var.parent / "product.log"
        # One process, so that a signal reaches what a test means; tests of several say so.
        limits = {"MESSAGES_PER_MINUTE": "100000", "SESSIONS_PER_MINUTE": "100000", "PROCESSES": "1"}
        self.environment = {**os.environ, **limits, "VAR_DIR": str(var), "PORT": str(self.port), **environment}
        self.process: Optional[subprocess.Popen[bytes]] = None

    def start(self, wait_until_ready: bool = True) -> None:
        command = [sys.executable, "-W", "ignore", "-m", self.module, "run"]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(command, cwd=self.project, env=self.environment, stdout=log, stderr=log)
        until(lambda: self.health() is not None, START_SECONDS)
        if wait_until_ready:
            until(lambda: (self.health() or {}).get("ready"), START_SECONDS)

    def health(self) -> Optional[dict[str, Any]]:
        assert self.process is None or self.process.poll() is None, self.log.read_text()
        try:
            return dict(httpx.get(f"{self.url}/healthz", timeout=5).json())
        except httpx.HTTPError:
            return None

    def kill(self) -> None:
        """SIGKILL: no chance to tidy up."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        self._end(signal.SIGTERM)

    def _end(self, with_signal: signal.Signals) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(with_signal)
            self.process.wait(30)

    def cli(self, *arguments: str, typed: str = "") -> str:
        """What a command prints, run on the same state; the test fails with it when the command does."""
        command = [sys.executable, "-W", "ignore", "-m", "bot", *arguments]
        done = subprocess.run(command, cwd=PROJECT, env=self.environment, input=typed, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout


class ChatClient:
    """One customer on the web, through the public API."""

    def __init__(self, product: Product) -> None:
        self.http = httpx.Client(base_url=product.url, timeout=20)
        token = self.http.post("/chat/sessions", json={"language": "en"}).json()["token"]
        self.http.headers["Authorization"] = f"Bearer {token}"

    def send(self, client_id: str, **content: str) -> int:
        """The number of the stored message; raises httpx.HTTPError when it was not acknowledged."""
        answer = self.http.post("/chat/messages", json={"client_id": client_id, **content})
        answer.raise_for_status()
        return int(answer.json()["id"])

    def messages(self, after: int = 0) -> list[dict[str, Any]]:
        return list(self.http.get("/chat/messages", params={"after": after}).json())
