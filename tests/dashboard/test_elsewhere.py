"""With several processes, any of them answers for the one that holds the analytics."""

from typing import Any, Optional

from fastapi import FastAPI, Request
from fastapi.responses import RedirectResponse, Response
from starlette.testclient import TestClient

from bot.dashboard.elsewhere import PASSED_ON, PassOn
from tests.serving import served


def _holder() -> FastAPI:
    app = FastAPI()

    @app.api_route("/analytics/{path:path}", methods=["GET", "POST"])
    async def echo(request: Request, path: str) -> Any:
        told = {"path": path, "query": str(request.query_params), "body": (await request.body()).decode()}
        return {**told, "cookie": request.cookies.get("who"), "passed_on": request.headers.get(PASSED_ON)}

    @app.get("/analytics-away")
    def away() -> Response:
        response = RedirectResponse("/login?next=/analytics", 303)
        response.set_cookie("one", "1")
        response.set_cookie("two", "2")
        return response

    return app


def _other(address: Optional[str]) -> TestClient:
    app = FastAPI()

    @app.get("/{path:path}")
    def here(path: str) -> str:
        return f"here: {path}"

    app.add_middleware(PassOn, elsewhere=lambda: address)
    return TestClient(app, follow_redirects=False)


def test_requests_come_back_as_if_answered_here() -> None:
    with served(_holder()) as address:
        client = _other(address)
        client.cookies.set("who", "Ana")
        found = client.post("/analytics/metrics/csat?topic=가&by=day", content="csrf=1").json()
        away = client.get("/analytics-away")
    assert found == {
        "path": "metrics/csat", "query": "topic=%EA%B0%80&by=day", "body": "csrf=1", "cookie": "Ana", "passed_on": "1"
    }  # fmt: skip
    assert (away.status_code, away.headers["location"]) == (303, "/login?next=/analytics")
    assert away.headers.get_list("set-cookie") == ["one=1; Path=/; SameSite=lax", "two=2; Path=/; SameSite=lax"]


def test_only_the_analytics_are_passed_on() -> None:
    with served(_holder()) as address:
        assert _other(address).get("/console").json() == "here: console"


def test_the_holder_answers_itself() -> None:
    assert _other(None).get("/analytics/x").json() == "here: analytics/x"


def test_a_request_is_passed_on_once_while_the_lease_changes_hands() -> None:
    with served(_holder()) as address:
        assert _other(address).get("/analytics/x", headers={PASSED_ON: "1"}).json() == "here: analytics/x"


def test_a_holder_that_is_gone_is_said_to_be_moving() -> None:
    answer = _other("http://127.0.0.1:1").get("/analytics")
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
    assert "try again" in answer.text
