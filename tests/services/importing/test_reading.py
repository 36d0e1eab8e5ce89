"""Files that somebody broke, by accident or on purpose."""

import io
import json
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.services.importing import problems, reading
from bot.services.importing.orders import orders_sheet
from bot.services.importing.problems import Problems, Wrong

_SHEET = orders_sheet("FH-1", (), ZoneInfo("UTC"))


def _csv(content: bytes) -> list[Any]:
    lines = io.TextIOWrapper(io.BytesIO(content), "utf-8-sig", newline="")
    found = Problems()
    read = list(reading.from_csv(lines, _SHEET, found))
    found.end()
    return read


def _json(content: bytes) -> list[Any]:
    found = Problems()
    read = list(reading.from_json(content, _SHEET, found))
    found.end()
    return read


@pytest.mark.parametrize(
    "content",
    [
        b"number,carrier\nFH-1,Hermes\n",
        b"\xef\xbb\xbfnumber,carrier\r\nFH-1,Hermes\r\n\r\n",
        b'carrier,number\n"Hermes","FH-1"',
    ],
)
def test_ways_to_write_a_file(content: bytes) -> None:
    assert _csv(content) == [(2, {"number": "FH-1", "carrier": "Hermes"})]


def test_lines_are_those_of_an_editor() -> None:
    read = _csv(b'number,carrier\nFH-1,"two\nlines"\nFH-2,one\n')
    assert [line for line, _ in read] == [3, 4]


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", 'line 1: the column "number" is missing'),
        (b"number,number\n", 'line 1: the column "number" is there twice'),
        (b"number,=cmd()\n", 'line 1: "=cmd()" is no column'),
        (b"number;email\nFH-1;a@example.org\n", "line 1"),
        (b"number,email\nFH-1\n", "line 2: there must be 2 columns"),
        (b'number\n"FH-1\n', "not readable as CSV"),
        (b"number\nFH\x00-1\n", "line 2: not readable as CSV"),
        (b"number\n" + b"x" * 200_000, "not readable as CSV"),
        ("number,email\nFH-1,안\n".encode("cp949"), "not readable as CSV in UTF-8"),
        ("number,email\n".encode("utf-16"), "not readable as CSV in UTF-8"),
    ],
)
def test_a_broken_file_is_a_problem_not_a_crash(content: bytes, problem: str) -> None:
    with pytest.raises(Wrong) as wrong:
        _csv(content)
    assert problem in str(wrong.value)


def test_a_file_full_of_faults_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(problems, "MAX_PROBLEMS", 3)
    with pytest.raises(Wrong) as wrong:
        _csv(b"number\n" + b"a,b\n" * 100)
    assert len(wrong.value.problems) == 4
    assert "the rest was not looked at" in str(wrong.value)


def test_numbers_in_json_stay_as_they_are_written() -> None:
    rows = b'[{"number": 204518, "total": 129.90, "carrier": null}, {"number": "FH-2"}]'
    assert _json(rows) == [(1, {"number": "204518", "total": "129.90", "carrier": ""}), (2, {"number": "FH-2"})]


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"{", "not readable as JSON"),
        (b"\xff\xfe", "not readable as JSON"),
        (b"[" * 100_000, "not readable as JSON"),
        (b'{"number": "FH-1"}', "a list of rows was expected"),
        (b"[3]", "line 1: a row must be an object"),
        (b'[{"number": ["FH-1"]}]', '"number" must be a text or a number'),
        (b'[{"number": true}]', '"number" must be a text or a number'),
        (json.dumps([{"\ud800colour": "x"}]).encode(), '"colour" is no column'),
    ],
)
def test_broken_json_is_a_problem_not_a_crash(content: bytes, problem: str) -> None:
    with pytest.raises(Wrong) as wrong:
        _json(content)
    assert problem in str(wrong.value)
