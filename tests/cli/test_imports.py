"""Importing files: all or nothing, as often as one likes, and every problem by line and column."""

import csv
from pathlib import Path
from typing import Any, Callable

import pytest
import sqlalchemy as sa
from typer.testing import CliRunner

from bot.base.paths import DATA
from bot.cli import imports
from bot.store.base.database import Database
from bot.store.schema import locations, orders

_HEADER = "number,email,postcode,status,ordered_on,expected_on,carrier,tracking_url\n"
_GOOD = "FH-1,ann@example.org,97205,shipped,2026-11-17,2026-11-24,ParcelPoint,https://a.example/1\n"


@pytest.fixture
def run(database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    """Write a file and import it."""
    monkeypatch.setenv("DATABASE_URL", database.url)

    def write_and_import(content: "str | bytes", *options: str, what: str = "orders") -> Any:
        file = tmp_path / "shop.csv"
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        return CliRunner().invoke(imports.app, [what, str(file), *options])

    return write_and_import


def _rows(database: Database, table: Any = orders) -> list[Any]:
    with database.read() as tx:
        return list(tx.execute(sa.select(table).order_by(table.c.id)).mappings())


def test_a_file_twice_is_the_same_as_once(run: Callable[..., Any], database: Database) -> None:
    run((DATA / "samples" / "locations.csv").read_text(), what="locations")
    sample = (DATA / "samples" / "orders.csv").read_text()
    assert run(sample).exit_code == 0
    once = _rows(database)
    assert "Imported 10 orders" in run(sample).stdout
    assert _rows(database) == once
    assert len(once) == 10


def test_a_changed_row_is_changed_and_the_others_stay(run: Callable[..., Any], database: Database) -> None:
    run(_HEADER + _GOOD + _GOOD.replace("FH-1", "FH-2"))
    run(_HEADER + _GOOD.replace("shipped", "delivered"))
    assert [row["status"] for row in _rows(database)] == ["delivered", "shipped"]


def test_replace_forgets_what_is_not_in_the_file(run: Callable[..., Any], database: Database) -> None:
    run(_HEADER + _GOOD)
    run(_HEADER + _GOOD.replace("FH-1", "FH-2"), "--replace")
    assert [row["number"] for row in _rows(database)] == ["FH-2"]


@pytest.mark.parametrize(
    ("bad", "problem"),
    [
        (_GOOD.replace("ann@example.org", "ann"), 'line 3, column "email": "ann" is not an e-mail address'),
        (_GOOD.replace("2026-11-17", "17.11."), 'line 3, column "ordered_on": "17.11." is not a date'),
        (_GOOD.replace("shipped", "lost"), 'line 3, column "status": "lost" is no status'),
        (_GOOD.replace("https://", "javascript:"), 'line 3, column "tracking_url"'),
        (_GOOD.replace("FH-1", " "), 'line 3, column "number": must not be empty'),
        ("FH-2,ann@example.org\n", "line 3: there must be 8 columns"),
        ('FH-2,"ann@example.org\n', "not readable as CSV"),
    ],
)
def test_one_bad_line_stops_the_whole_file(run: Callable[..., Any], database: Database, bad: str, problem: str) -> None:
    result = run(_HEADER + _GOOD + bad.replace("FH-1", "FH-2"))
    assert result.exit_code == 1
    assert problem in result.stderr
    assert _rows(database) == []


def test_a_number_twice_in_a_file_is_a_problem(run: Callable[..., Any]) -> None:
    assert 'line 3, column "number": the same as in line 2' in run(_HEADER + _GOOD + _GOOD).stderr


@pytest.mark.parametrize(
    ("header", "problem"),
    [
        (_HEADER.replace("number,", ""), 'line 1: the column "number" is missing'),
        (_HEADER.replace("status", "email"), 'line 1: the column "email" is there twice'),
        (_HEADER.replace("status", "status,colour"), 'line 1: "colour" is no column'),
        ("", "is missing"),
    ],
)
def test_a_wrong_header_is_named(run: Callable[..., Any], header: str, problem: str) -> None:
    result = run(header)
    assert result.exit_code == 1
    assert problem in result.stderr


def test_bytes_that_are_no_text_are_a_problem_not_a_crash(run: Callable[..., Any]) -> None:
    result = run(b"\xff\xfe\x00garbage")
    assert (result.exit_code, "UTF-8" in result.stderr) == (1, True)


def test_many_problems_are_counted(run: Callable[..., Any]) -> None:
    lines = [_GOOD.replace("FH-1", f"FH-{n}").replace("shipped", "?") for n in range(30)]
    assert "and 10 more" in run(_HEADER + "".join(lines)).stderr


def test_stores_have_hours_by_day_and_days_off(run: Callable[..., Any], database: Database) -> None:
    sample = (DATA / "samples" / "locations.csv").read_text()
    assert run(sample.replace("11:00-18:00", ""), what="locations").exit_code == 0
    riverside = _rows(database, locations)[0]
    assert riverside["hours"] == [["10:00", "20:00"]] * 6 + [None]


def test_stores_may_have_other_names_or_no_such_column(run: Callable[..., Any], database: Database) -> None:
    sample = (DATA / "samples" / "locations.csv").read_text()
    assert run(sample, what="locations").exit_code == 0
    assert _rows(database, locations)[0]["other_names"] == ["리버사이드", "리버사이드점"]
    without = "\n".join(line.rpartition(",")[0] for line in sample.splitlines())
    assert run(without, what="locations").exit_code == 0
    assert [row["other_names"] for row in _rows(database, locations)] == [[], [], []]


@pytest.mark.parametrize(
    ("was", "now", "column"),
    [
        ("11:00-18:00", "18:00-11:00", "sunday"),
        ("11:00-18:00", "11:00-99:00", "sunday"),
        ("America/Los_Angeles", "Portland", "time_zone"),
        ("America/Los_Angeles", "../etc/passwd", "time_zone"),
    ],
)
def test_wrong_hours_and_time_zones_are_named(run: Callable[..., Any], was: str, now: str, column: str) -> None:
    sample = (DATA / "samples" / "locations.csv").read_text()
    assert f'line 2, column "{column}"' in run(sample.replace(was, now, 1), what="locations").stderr


def test_samples_come_only_where_there_is_nothing(run: Callable[..., Any], database: Database) -> None:
    imports.add_samples(database)
    assert len(_rows(database)) == 10
    run(_HEADER + _GOOD, "--replace")
    imports.add_samples(database)
    assert len(_rows(database)) == 1


def test_touchpoints_of_the_samples_belong_to_customers_of_its_orders(
    run: Callable[..., Any], database: Database
) -> None:
    imports.add_samples(database)
    sample = (DATA / "samples" / "touchpoints.csv").read_text()
    result = run(sample, what="touchpoints")
    assert "Imported 5 touchpoints" in result.stdout
    assert "customers known before: 4; new customers: 0" in result.stdout
    assert "0 added, 0 changed, 5 unchanged" in run(sample, what="touchpoints").stdout


def test_a_dry_run_tells_what_would_be_done(run: Callable[..., Any], database: Database) -> None:
    run(_HEADER + _GOOD)
    before = _rows(database)
    changed = _GOOD.replace("shipped", "delivered") + _GOOD.replace("FH-1", "FH-2")
    told = run(_HEADER + changed, "--dry-run").stdout
    assert "Would import 2 orders" in told
    assert "1 added, 1 changed, 0 unchanged" in told
    assert "line 2 is of customer 1, by e-mail address" in told
    assert _rows(database) == before


def test_all_problems_are_written_as_a_table_without_formulas(run: Callable[..., Any], tmp_path: Path) -> None:
    errors = tmp_path / "errors.csv"
    lines = [_GOOD.replace("FH-1", f"FH-{n}").replace("shipped", "=cmd()") for n in range(30)]
    result = run(_HEADER + "".join(lines), "--errors", str(errors))
    assert (result.exit_code, "errors.csv" in result.stderr) == (1, True)
    written = list(csv.DictReader(errors.read_text().splitlines()))
    assert len(written) == 30
    assert (written[0]["line"], written[0]["column"]) == ("2", "status")
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in written for cell in row.values())
