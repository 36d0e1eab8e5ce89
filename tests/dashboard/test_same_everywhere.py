"""One figure, wherever it is read: on its page, in the API, on the command line, in an export."""

import csv
import json
import re
import shutil
from datetime import timedelta
from html import unescape
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any, Mapping

import pytest
from starlette.testclient import TestClient
from typer.testing import CliRunner

from bot.cli.metrics import app
from bot.metrics.registry import METRICS
from bot.staff.rights import Role
from bot.staff.tokens import mint
from tests.dashboard.conftest import PERIOD, Shop

FILTER = "&language=ko&channel=web&channel=telegram"
Parts = Mapping[str, tuple[Any, Any, int]]


def _parts(metrics: Mapping[str, Any]) -> dict[str, tuple[Any, Any, int]]:
    return {key: (one["numerator"], one["denominator"], one["n"]) for key, one in metrics.items()}


def _in_api(shop: Shop) -> Parts:
    token = mint(shop.database, "reader", timedelta(minutes=5))
    client = TestClient(shop.app, headers={"Authorization": f"Bearer {token}"})
    return _parts(client.get(f"/api/metrics?{PERIOD}{FILTER}").json()["groups"][0]["metrics"])


def _on_command_line(told: Path, var: Path, monkeypatch: pytest.MonkeyPatch) -> Parts:
    copy = shutil.copy(told, var / "copy.db")
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{copy}")
    monkeypatch.setenv("VAR_DIR", str(var))
    only = ("--filter", "language=ko", "--filter", "channel=web", "--filter", "channel=telegram")
    result = CliRunner().invoke(app, ("--from", "2025-10-06", "--to", "2026-01-19", "--json", *only))
    assert result.exit_code == 0, result.output
    return _parts(json.loads(result.output)["groups"][0]["metrics"])


def _number(text: str) -> int:
    return int(text.replace(",", ""))


def _on_page(page: str) -> tuple[Any, Any, int]:
    rows = dict(re.findall(r"<div><dt>([^<]*)</dt><dd(?: class=\"big\")?>([^<]*)</dd>", page))
    numerator, _, denominator = rows.get("Numerator / denominator", "").partition(" / ")
    parts = (_number(numerator), _number(denominator)) if denominator else (None, None)
    return (*parts, _number(rows["n"]))


def test_every_figure_is_the_same(shop: Shop, told: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    in_api, typed = _in_api(shop), _on_command_line(told, tmp_path, monkeypatch)
    browser = shop.staff.signed_in("Mia", Role.ANALYST)
    assert typed == in_api
    assert len(in_api) == len(METRICS)
    for key, (numerator, denominator, n) in in_api.items():
        page = unescape(browser.page(f"/analytics/metrics/{key}?{PERIOD}{FILTER}"))
        shown = (numerator, denominator) if None not in (numerator, denominator) else (None, None)
        assert (key, _on_page(page)) == (key, (*shown, n))


def test_an_export_has_the_rows_behind_the_figure(shop: Shop) -> None:
    numerator, denominator, _ = _in_api(shop)["csat"]
    browser = shop.staff.signed_in("Mia", Role.ANALYST)
    for part, amount in (("numerator", numerator), ("denominator", denominator)):
        address = f"/analytics/files/csat-{part}.csv?{PERIOD}{FILTER}"
        rows = list(csv.DictReader(StringIO(browser.client.get(address).content.decode("utf-8-sig"))))
        assert sum(int(row["counts"]) for row in rows) == len(rows) == amount > 0


def test_a_chart_and_its_files_have_the_same_numbers(shop: Shop, tmp_path: Path) -> None:
    import duckdb

    browser = shop.staff.signed_in("Mia", Role.ANALYST)
    answer = browser.client.get(f"/analytics/files/overview/conversations_trend.csv?{PERIOD}")
    rows = list(csv.reader(StringIO(answer.content.decode("utf-8-sig"))))
    parquet = tmp_path / "chart.parquet"
    parquet.write_bytes(
        BytesIO(browser.client.get(f"/analytics/files/overview/conversations_trend.parquet?{PERIOD}").content).read()
    )
    read = duckdb.sql(f"SELECT * FROM '{parquet}'")
    assert [name for name, *_ in read.description] == rows[0]
    assert [row[0] for row in read.fetchall()] == [row[0] for row in rows[1:]]
    assert sum(int(row[1]) for row in rows[1:] if row[1]) == _conversations(shop)


def _conversations(shop: Shop) -> int:
    (number,) = shop.warehouse.cursor().execute(
        "SELECT count(*) FROM conversations WHERE opened_day >= '2025-10-06' AND opened_day < '2026-01-19'"
    ).fetchone() or (0,)
    return int(number)


@pytest.mark.parametrize("path", ["files/overview/nothing.csv", "files/nowhere/csat.csv", "files/joy-numerator.csv"])
def test_files_that_do_not_exist(shop: Shop, path: str) -> None:
    browser = shop.staff.signed_in("Mia", Role.ANALYST)
    assert browser.client.get(f"/analytics/{path}").status_code == 404
