"""The API as its description has it, called in every way that a machine can think of: no call breaks the server.

`OPENAPI_CASES=10000` tries up to so many, shared by all operations, on each database; without it some hundred.
"""

import itertools
import os
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
import requests
import schemathesis
from fastapi import FastAPI
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import Case, GenerationMode

from bot.base.content import Content
from bot.base.settings import Settings
from bot.bootstrap import create_app
from bot.channels.shop.signature import sign
from bot.services.importing.shop import Shop
from bot.staff.tokens import mint
from bot.store.base.database import Database
from tests.metrics.brute_force.storing import store
from tests.metrics.generated import generated
from tests.serving import served
from tests.waiting import until

CASES = int(os.environ.get("OPENAPI_CASES", "120"))
SECRET = "sixteen letters and more"
IMPORTS = "/api/imports/{what}"


@schemathesis.serializer("text/csv")
def csv(_context: Any, value: Any) -> bytes:
    return str(value).encode(errors="surrogatepass")


class Signed(requests.auth.AuthBase):
    """What every caller may show at once: a customer's token or a program's, the one for /metrics, a signature."""

    def __init__(self, tokens: dict[str, str]) -> None:
        self._tokens = tokens

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        place = "/" + str(request.path_url).split("?")[0].split("/")[1]
        request.headers.setdefault("Authorization", f"Bearer {self._tokens.get(place, '')}")
        if str(request.path_url).startswith("/api/imports"):
            body = request.body or b""
            moment = str(int(time.time()))
            signature = sign(SECRET, moment, body if isinstance(body, bytes) else body.encode())
            request.headers.update({"X-Notouch-Timestamp": moment, "X-Notouch-Signature": signature})
        return request


@pytest.fixture
def app(database: Database, settings: Callable[..., Settings]) -> Iterator[FastAPI]:
    """Conversations are there, and the analytics are filled with them."""
    store(database, generated(40, seed=3))
    many = dict.fromkeys(("messages_per_minute", "sessions_per_minute"), 1_000_000)
    made = create_app(settings(database_url=database.url, import_secret=SECRET, metrics_token=SECRET, **many))
    made.state.parts.filler.start()
    until(made.state.parts.warehouse)
    yield made
    made.state.parts.filler.stop()
    made.state.parts.database.dispose()


def description(app: FastAPI, content: Content) -> dict[str, Any]:
    """With the names of the columns, by which imports get further than to the first refusal."""
    described = app.openapi()
    sheets = Shop(app.state.parts.database, content, "UTC").sheets
    columns = {name: {"type": "string"} for make in sheets.values() for name in make().columns}
    rows = described["paths"][IMPORTS]["post"]["requestBody"]["content"]["application/json"]["schema"]
    rows["items"] = {"type": "object", "properties": columns}
    return described


@pytest.mark.timeout(240 + CASES // 4)
def test_no_call_breaks_the_server(app: FastAPI, content: Content) -> None:
    database = app.state.parts.database
    schema = schemathesis.openapi.from_dict(description(app, content))
    operations = [found.ok() for found in schema.get_all_operations()]
    assert len(operations) >= 12
    with served(app) as url, requests.Session() as session:
        token = requests.post(f"{url}/chat/sessions", timeout=30).json()["token"]
        session.auth = Signed({"/chat": token, "/api": mint(database, "all", timedelta(days=1)), "/metrics": SECRET})
        called = {one.label: call_often(one, url, session, CASES // len(operations)) for one in operations}
    assert min(called.values()) > 0, called
    assert sum(called.values()) >= CASES / 2, called


def call_often(operation: Any, url: str, session: requests.Session, times: int) -> int:
    """As the description wants it, and as it doesn't; the number of calls."""
    called = call_as(GenerationMode.POSITIVE, operation, url, session, times // 2)
    # Where nothing is sent, nothing can be wrong with it.
    with suppress(Unsatisfiable):
        called += call_as(GenerationMode.NEGATIVE, operation, url, session, times - times // 2)
    return called


def call_as(mode: GenerationMode, operation: Any, url: str, session: requests.Session, times: int) -> int:
    called = itertools.count()

    @settings(
        max_examples=times,
        deadline=None,
        database=None,
        derandomize=CASES < 1000,
        phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def call(case: Case) -> None:
        next(called)
        answer = case.call(base_url=url, session=session)
        assert answer.status_code < 500, f"{case.as_curl_command()}\n{answer.text}"

    call()
    return next(called)
