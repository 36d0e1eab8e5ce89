"""/healthz, /metrics and the description of the API, and who may read them."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from starlette.testclient import TestClient

from bot.base.settings import Settings
from bot.bootstrap import create_app
from bot.operation.token import NOT_SET

TOKEN = "a token for Prometheus"
BEYOND = [{"host": "0.0.0.0"}, {"host": "10.0.0.7"}, {"public_url": "https://support.example.com"}]


@pytest.fixture
def product(sqlite_url: str, settings: Callable[..., Settings]) -> Iterator[Callable[..., TestClient]]:
    """The application with the settings given, without its threads."""
    opened = []

    def make(**changed: Any) -> TestClient:
        app = create_app(settings(database_url=sqlite_url, **changed))
        opened.append(app.state.parts.database)
        return TestClient(app)

    yield make
    for database in opened:
        database.dispose()


def status(client: TestClient, token: str) -> int:
    return client.get("/metrics", headers={"Authorization": f"Bearer {token}".encode()} if token else {}).status_code


def test_on_this_machine_everybody_may_read_the_state(product: Callable[..., TestClient]) -> None:
    answer = product().get("/metrics")
    assert answer.status_code == 200
    assert "notouch_ready 0.0" in answer.text
    assert product().get("/healthz").json() == {"status": "ok", "ready": False}


@pytest.mark.parametrize("reached", BEYOND)
def test_beyond_it_nobody_may_before_there_is_a_token(
    product: Callable[..., TestClient], reached: dict[str, str]
) -> None:
    answer = product(**reached).get("/metrics")
    assert (answer.status_code, answer.json()) == (403, {"detail": NOT_SET})


@pytest.mark.parametrize("reached", [{}, *BEYOND])
def test_with_a_token_who_has_it_may(product: Callable[..., TestClient], reached: dict[str, str]) -> None:
    client = product(metrics_token=TOKEN, **reached)
    assert [status(client, given) for given in (TOKEN, "", "wrong", f"{TOKEN}x", "ünïcode")] == [200] + [401] * 4
    assert client.get("/metrics").headers["www-authenticate"] == "Bearer"
    assert client.get("/healthz").status_code == 200


def test_the_description_of_the_api_can_be_switched_off(product: Callable[..., TestClient]) -> None:
    pages = ("/docs", "/openapi.json")
    assert [product().get(page).status_code for page in pages] == [200, 200]
    assert [product(api_docs=False).get(page).status_code for page in pages] == [404, 404]


def test_the_description_names_what_programs_can_call_and_no_page_of_staff(product: Callable[..., TestClient]) -> None:
    described = product().get("/openapi.json").json()
    assert {"/chat/messages", "/api/metrics", "/api/imports/{what}", "/healthz"} <= set(described["paths"])
    assert not [path for path in described["paths"] if path.startswith(("/console", "/analytics", "/login"))]
