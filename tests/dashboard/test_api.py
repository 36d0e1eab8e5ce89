"""The metrics for other programs: the same figures, only with a token, and refusals in words."""

import csv
from datetime import date, timedelta
from io import StringIO
from typing import Any

import pytest
from starlette.testclient import TestClient

from bot.metrics.queries.asked import Asked, Period
from bot.metrics.queries.report import report, trend
from bot.metrics.registry import METRICS
from bot.staff.tokens import mint
from tests.dashboard.conftest import PERIOD, Shop

ASKED = Period(date(2025, 10, 6), date(2026, 1, 19))


@pytest.fixture
def client(shop: Shop) -> TestClient:
    token = mint(shop.database, "reader", timedelta(minutes=5))
    return TestClient(shop.app, headers={"Authorization": f"Bearer {token}"})


def get(client: TestClient, path: str) -> Any:
    answer = client.get(f"/api/metrics{path}")
    assert answer.status_code == 200, answer.text
    return answer.json()


@pytest.mark.parametrize("path", ["", "/definitions", "/csat/trend", "/csat/rows"])
def test_nothing_without_a_token(shop: Shop, path: str) -> None:
    assert TestClient(shop.app).get(f"/api/metrics{path}").status_code == 401


def test_every_figure_is_the_registrys(shop: Shop, client: TestClient) -> None:
    (group,) = get(client, f"?{PERIOD}")["groups"]
    expected = report(shop.warehouse, Asked(ASKED)).groups["all"]
    parts = {key: (one["numerator"], one["denominator"], one["n"]) for key, one in group["metrics"].items()}
    # What is judged after a week is judged as of now, on both sides.
    assert parts == {key: (one.numerator, one.denominator, one.n) for key, one in expected.items()}
    assert list(parts) == [metric.key for metric in METRICS]


def test_filters_breakdowns_and_chosen_metrics(shop: Shop, client: TestClient) -> None:
    found = get(client, f"?{PERIOD}&by=language&channel=web&channel=telegram&metrics=conversations,csat")
    asked = Asked(ASKED, {"channel": ("web", "telegram")}, "language")
    expected = report(shop.warehouse, asked, ["conversations", "csat"]).groups
    assert {one["group"]: one["metrics"]["conversations"]["value"] for one in found["groups"]} == {
        group: figures["conversations"].value for group, figures in expected.items()
    }
    assert found["filters"] == {"channel": ["web", "telegram"]}
    assert all(list(one["metrics"]) == ["conversations", "csat"] for one in found["groups"])


def test_csv_is_the_same(client: TestClient) -> None:
    answer = client.get(f"/api/metrics?{PERIOD}&metrics=csat&format=csv")
    (row,) = csv.DictReader(StringIO(answer.text))
    (group,) = get(client, f"?{PERIOD}&metrics=csat")["groups"]
    assert answer.headers["content-type"].startswith("text/csv")
    assert float(row["value"]) == group["metrics"]["csat"]["value"]


def test_trends_and_rows(shop: Shop, client: TestClient) -> None:
    weeks = get(client, f"/conversations/trend?{PERIOD}&unit=week")
    expected = trend(shop.warehouse, Asked(ASKED), "conversations", "week")
    assert [(week["from"], week["value"]) for week in weeks] == [(day, one.value) for day, one in expected.items()]
    found = get(client, f"/csat/rows?{PERIOD}&part=numerator")
    assert found["total"] == found["amount"] == len(found["rows"]) > 0
    assert all(row["rating"] >= 4 for row in found["rows"])
    first, second = (get(client, f"/touchpoints/rows?{PERIOD}&page={page}")["rows"] for page in (1, 2))
    assert len(first) == len(second) == 50
    assert not {row["touchpoint_id"] for row in first} & {row["touchpoint_id"] for row in second}
    assert get(client, f"/csat/rows?{PERIOD}&page=1000")["rows"] == []


def test_definitions_tell_what_the_figures_mean(client: TestClient) -> None:
    described = {one["key"]: one for one in get(client, "/definitions")}
    assert list(described) == [metric.key for metric in METRICS]
    assert described["csat"]["formula"] == "(ratings of 4 + ratings of 5) / ratings"


@pytest.mark.parametrize(
    ("path", "status", "said"),
    [
        ("?from=yesterday", 422, "for example 2025-03-31"),
        ("?by=weather", 422, "There are channel"),
        ("?metrics=csat,joy", 422, "no metric"),
        ("/joy/rows", 404, "no such metric"),
        ("/joy/trend", 404, "no such metric"),
        ("/csat/trend?unit=minute", 422, "unit"),
        ("/csat/rows?page=0", 422, "page"),
        ("?topic='); DROP TABLE conversations; --", 200, "conversations"),
    ],
)
def test_what_makes_no_sense_is_refused_with_a_sentence(client: TestClient, path: str, status: int, said: str) -> None:
    answer = client.get(f"/api/metrics{path}")
    assert (answer.status_code, said in answer.text) == (status, True), answer.text


def test_the_api_says_that_it_is_not_ready(shop: Shop, client: TestClient) -> None:
    from fastapi import FastAPI

    from bot.dashboard import api

    app = FastAPI()
    app.include_router(api.router(shop.database, lambda: None, "UTC"))
    answer = TestClient(app, headers=dict(client.headers)).get("/api/metrics")
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "10")
