"""The fake's two ways over HTTP: a bot calls the Bot API, and the postman brings updates to the bot's webhook."""

import json
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import repeat
from typing import Any

import httpx
from fastapi import FastAPI, Request, Response
from fastapi.responses import StreamingResponse
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect

from tests.fakes.telegram_methods import BotApi, Dropped, Refused

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
_TEXTS = ("text", "url", "secret_token", "callback_query_id", "action")
_AGAIN_AFTER_SECONDS = 0.1


def bot_api(api: BotApi) -> FastAPI:
    app = FastAPI()

    @app.post("/bot{token}/{method}")
    async def call(token: str, method: str, request: Request) -> Response:
        try:
            params = {name: _value(name, str(value)) for name, value in (await request.form()).items()}
            result = await run_in_threadpool(api.call, token, method, params)
        except Refused as refused:
            return _json(refused.body, refused.status)
        except ClientDisconnect:  # the bot died while it spoke
            return Response()
        except Dropped:
            return StreamingResponse(_broken_off(), headers={"Content-Length": "100"})
        return _json({"ok": True, "result": result})

    return app


def _value(name: str, value: str) -> Any:
    """Parameters come as a form; what is not text in it is JSON."""
    if name in _TEXTS:
        return value
    try:
        return json.loads(value)
    except ValueError:
        return value


def _json(body: dict[str, Any], status: int = 200) -> Response:
    return Response(json.dumps(body), status, media_type="application/json")


def _broken_off() -> Iterator[bytes]:
    yield b"{"
    raise ConnectionResetError


class Postman(threading.Thread):
    """Brings updates in order, copies of one at once, and again until the webhook accepts them."""

    def __init__(self, api: BotApi) -> None:
        super().__init__(daemon=True)
        self.answers: list[int] = []  # the status of every delivery
        self._api = api

    def run(self) -> None:
        with ThreadPoolExecutor(20) as hands:
            while not self._api.closed:
                webhook, copies = self._next()
                if copies and all(hands.map(self._is_accepted, repeat(webhook), copies)):
                    self._forget(copies[0])
                else:
                    self._pause()

    def _next(self) -> tuple[Any, list[dict[str, Any]]]:
        with self._api.changed:
            updates = self._api.updates if self._api.webhook else []
            return self._api.webhook, [u for u in updates if u["update_id"] == updates[0]["update_id"]]

    def _is_accepted(self, webhook: dict[str, Any], update: dict[str, Any]) -> bool:
        headers = {SECRET_HEADER: webhook["secret_token"], "Content-Type": "application/json"}
        try:
            answer = httpx.post(webhook["url"], content=json.dumps(update), headers=headers, trust_env=False)
        except httpx.HTTPError:
            return False
        self.answers.append(answer.status_code)
        return answer.is_success

    def _forget(self, delivered: dict[str, Any]) -> None:
        with self._api.changed:
            self._api.updates = [u for u in self._api.updates if u["update_id"] != delivered["update_id"]]
            self._api.changed.notify_all()

    def _pause(self) -> None:
        with self._api.changed:
            self._api.changed.wait_for(lambda: self._api.closed, _AGAIN_AFTER_SECONDS)
