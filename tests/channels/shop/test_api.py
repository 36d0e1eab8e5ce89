"""Imports over HTTP: only signed ones, all rows or none, and again without effect."""

from collections.abc import Callable
from typing import Any

import httpx
import pytest
import sqlalchemy as sa

from bot.channels.shop.api import MAX_BODY_BYTES
from bot.store.base.database import Database
from bot.store.schema import imports, orders, touchpoints
from tests.channels.shop.conftest import Sender, signed

_ORDER = {
    "number": "FH-1",
    "email": "ann@example.org",
    "ordered_at": "2026-11-17T10:00Z",
    "total": 12.9,
    "currency": "USD",
}
_CALL = {"id": "c-1", "kind": "phone_call", "at": "2026-11-17T10:00Z", "channel": "phone", "email": "ann@example.org"}


def _stored(database: Database, table: Any) -> list[Any]:
    with database.read() as tx:
        return list(tx.execute(sa.select(table)).mappings())


def test_rows_are_taken_once(shop: Sender, database: Database) -> None:
    assert shop.send("orders", [_ORDER]).json() == {"added": 1, "changed": 0, "unchanged": 0}
    assert shop.send("orders", [_ORDER]).json() == {"added": 0, "changed": 0, "unchanged": 1}
    assert [row["total"] for row in _stored(database, orders)] == [1290]
    assert [row["source"] for row in _stored(database, imports)] == ["api", "api"]


def test_csv_is_taken_as_well(shop: Sender, database: Database) -> None:
    answer = shop.send("touchpoints", ",".join(_CALL).encode() + b"\n" + ",".join(_CALL.values()).encode() + b"\n")
    assert (answer.status_code, answer.json()["added"]) == (200, 1)
    assert shop.send("touchpoints", [_CALL]).json()["unchanged"] == 1
    assert [row["cause"] for row in _stored(database, touchpoints)] == ["import:shop:c-1"]


def test_problems_are_told_by_line_and_nothing_is_taken(shop: Sender, database: Database) -> None:
    answer = shop.send("orders", [_ORDER, {**_ORDER, "number": "FH-2", "total": "12,9"}])
    assert answer.status_code == 422
    (problem,) = answer.json()["problems"]
    assert (problem["line"], problem["column"]) == (2, None)
    assert "write it like 0.00" in problem["problem"]
    assert _stored(database, orders) == []


@pytest.mark.parametrize("body", [b"\xff\xfe", b"", b"number\n\x00\n", b'number\n"', b"=cmd()\n"])
def test_nonsense_is_a_problem_not_a_crash(shop: Sender, body: bytes) -> None:
    assert shop.send("orders", body).status_code == 422
    headers = {**signed(body), "Content-Type": "application/json"}
    assert shop.http.post("/api/imports/orders", content=body, headers=headers).status_code == 422


@pytest.mark.parametrize(
    "forged",
    [
        {"secret": "another secret"},
        {"age": 301},
        {"age": -301},
        {"timestamp": ""},
        {"timestamp": "yesterday"},
        {"timestamp": "9" * 40},
        {"timestamp": "-1"},
    ],
)
def test_forged_and_old_requests_are_refused(shop: Sender, database: Database, forged: dict[str, Any]) -> None:
    assert shop.send("orders", [_ORDER], **forged).status_code == 401
    assert _stored(database, orders) == []


def test_a_signature_is_good_for_its_body_and_time_only(shop: Sender, database: Database) -> None:
    headers = signed(b"[]")
    for changed in ({}, {"X-Notouch-Timestamp": str(int(headers["X-Notouch-Timestamp"]) + 1)}):
        body = b"[] " if not changed else b"[]"
        answer = shop.http.post("/api/imports/orders", content=body, headers={**headers, **changed})
        assert answer.status_code == 401
    assert shop.http.post("/api/imports/orders", content=b"[]", headers=headers).status_code == 200


@pytest.mark.parametrize("signature", ["", "0" * 64, "ü".encode("latin-1")])
def test_made_up_signatures_are_refused(shop: Sender, signature: Any) -> None:
    headers = {**signed(b"[]"), "X-Notouch-Signature": signature}
    assert shop.http.post("/api/imports/orders", content=b"[]", headers=headers).status_code == 401


def test_a_request_without_any_is_refused(shop: Sender) -> None:
    assert shop.http.post("/api/imports/orders", json=[_ORDER]).status_code == 401


def test_without_a_secret_there_is_no_such_address(serve: Callable[..., Sender], database: Database) -> None:
    off = serve()
    assert off.send("orders", [_ORDER], secret="").status_code == 404
    assert off.send("orders", [_ORDER]).status_code == 404
    assert _stored(database, orders) == []


def test_bodies_may_be_larger_here_but_not_without_end(shop: Sender) -> None:
    assert shop.send("orders", b"number\n" + b"\n" * 100_000).status_code == 200
    with pytest.raises(httpx.HTTPError):
        shop.send("orders", b"number\n" + b"\n" * MAX_BODY_BYTES).raise_for_status()


def test_there_are_only_these_sheets(shop: Sender) -> None:
    assert shop.send("customers", [_ORDER]).status_code == 422


def test_the_documentation_says_how_to_sign(shop: Sender) -> None:
    described = shop.http.get("/openapi.json").json()["paths"]["/api/imports/{what}"]["post"]
    assert "HMAC-SHA256" in described["description"]
    assert {"200", "401", "404", "413", "422"} <= set(described["responses"])
