"""Entities by rules, in both languages, with their places in the text."""

import time
from datetime import date
from typing import Any

import pytest

from bot.base.content import Content
from bot.nlu.entities.dates import DateReader
from bot.nlu.entities.finder import EntityFinder, entity_finder
from bot.nlu.entities.numbers import order_numbers
from bot.nlu.lexicon import load_lexicon

SATURDAY = date(2026, 11, 21)


@pytest.fixture(scope="module")
def finder(content: Content) -> EntityFinder:
    names = {name: name for name in ("Riverside", "Old Town", "Northgate")} | {"강남점": "Gangnam"}
    return entity_finder(content, lambda: names)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("my order FH-204518 is late", ("order_number", "FH-204518", "FH-204518")),
        ("fh204518 어디예요", ("order_number", "fh204518", "FH-204518")),
        ("FH 204518", ("order_number", "FH 204518", "FH-204518")),
        ("order number is 204518", ("order_number", "204518", "FH-204518")),
        ("주문번호는 204518이에요", ("order_number", "204518", "FH-204518")),
        ("write to Ann.Lee@Example.com.", ("email", "Ann.Lee@Example.com", "ann.lee@example.com")),
        ("메일은kim@naver.com입니다", ("email", "kim@naver.com", "kim@naver.com")),
        ("call +44 20 7946 0958", ("phone", "+44 20 7946 0958", "+442079460958")),
        ("010-1234-5678이에요", ("phone", "010-1234-5678", "01012345678")),
        ("(415) 555-2671", ("phone", "(415) 555-2671", "4155552671")),
        ("ship to SW1A 1AA", ("postcode", "SW1A 1AA", "SW1A 1AA")),
        ("zip code 94107", ("postcode", "94107", "94107")),
        ("우편번호는 06236입니다", ("postcode", "06236", "06236")),
        ("06236", ("postcode", "06236", "06236")),
        ("94107-1234", ("postcode", "94107-1234", "94107-1234")),
        ("it cost $1,234.50!", ("money", "$1,234.50", "1234.50 USD")),
        ("12 dollars", ("money", "12 dollars", "12 USD")),
        ("3만 5천원이에요", ("money", "3만 5천원", "35000 KRW")),
        ("5,000원", ("money", "5,000원", "5000 KRW")),
        ("19.99€", ("money", "19.99€", "19.99 EUR")),
        ("that was 4 out of 5 at best", ("rating", "4 out of 5", 4)),
        ("five stars from me", ("rating", "five stars", 5)),
        ("별 다섯 개 드려요", ("rating", "별 다섯 개", 5)),
        ("⭐⭐⭐ only", ("rating", "⭐⭐⭐", 3)),
        ("4/5", ("rating", "4/5", 4)),
        ("when does old town open", ("store", "old town", "Old Town")),
        ("Riverside점에서 샀어요", ("store", "Riverside", "Riverside")),
        ("강남점", ("store", "강남점", "Gangnam")),
    ],
)
def test_what_is_found(finder: EntityFinder, text: str, expected: tuple[str, str, Any]) -> None:
    assert [(e.entity, text[e.start : e.end], e.value) for e in finder.find(text)] == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "where is my parcel",
        "컵 5개 샀어요",
        "이 점이 불편해요",
        "별 이유 없이 취소됐어요",
        "may I return it",
        "the number 204518",
        "I ordered 12345 of them",
        "order 12345678",
        "이번 주문 취소해 주세요",
        "the oldtown shop",
        "전화나 이메일로 연락 주세요",
        "",
        "   ",
    ],
)
def test_what_is_none(finder: EntityFinder, text: str) -> None:
    assert finder.find(text) == []


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2025-03-31", "2025-03-31"),
        ("2025.3.31", "2025-03-31"),
        ("on March 3rd, 2025", "2025-03-03"),
        ("the 3rd of march", "2027-03-03"),
        ("Dec 24", "2026-12-24"),
        ("12/31/2025", "2025-12-31"),
        ("31/12/2025", "2025-12-31"),
        ("delivered on 4/5", "2027-04-05"),
        ("2025년 3월 31일", "2025-03-31"),
        ("10월 3일에", "2026-10-03"),
        ("Feb 29, 2028", "2028-02-29"),
        ("today", "2026-11-21"),
        ("the day before yesterday", "2026-11-19"),
        ("어제는", "2026-11-20"),
        ("모레까지", "2026-11-23"),
        ("2 weeks ago", "2026-11-07"),
        ("a month ago", "2026-10"),
        ("11 months ago", "2025-12"),
        ("3일 전에", "2026-11-18"),
        ("사흘 후", "2026-11-24"),
        ("last friday", "2026-11-20"),
        ("since saturday", "2026-11-14"),
        ("by monday", "2026-11-23"),
        ("next tue", "2026-11-24"),
        ("금요일까지", "2026-11-27"),
        ("지난주 금요일", "2026-11-13"),
        ("지난 화요일", "2026-11-17"),
        ("last week", "2026-W46"),
        ("다음 주", "2026-W48"),
    ],
)
def test_dates_are_iso_dates(text: str, day: str) -> None:
    read = DateReader(load_lexicon("days"), today=lambda: SATURDAY)
    assert next(iter(read(text))).value == day


@pytest.mark.parametrize("text", ["2025-02-30", "13월 1일", "99/99", "May 40", "2/3/4/5"])
def test_a_day_that_is_none_is_no_date(text: str) -> None:
    assert list(DateReader(load_lexicon("days"), today=lambda: SATURDAY)(text)) == []


def test_several_in_one_message_in_their_order(finder: EntityFinder) -> None:
    text = "FH-204518 to ann@example.com, $20, 010-1234-5678, Northgate"
    assert [e.entity for e in finder.find(text)] == ["order_number", "email", "money", "phone", "store"]


def test_another_company_s_order_numbers() -> None:
    read = order_numbers("A/2024-0001", load_lexicon("entities"))
    assert [e.value for e in read("where is a/2024-0917?")] == ["A/2024-0917"]
    plain = order_numbers("10042317", load_lexicon("entities"))
    assert [e.value for e in plain("10099999")] == ["10099999"]


def test_a_new_store_is_known_as_soon_as_its_name_is(content: Content) -> None:
    names: dict[str, str] = {}
    finder = entity_finder(content, lambda: dict(names))
    assert finder.find("is Harbour open") == []
    names["Harbour"] = "Harbour"
    assert [e.value for e in finder.find("is Harbour open")] == ["Harbour"]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("speak Korean please", ["ko"]),
        ("in ENGLISH", ["en"]),
        ("한국어로 해 주세요", ["ko"]),
        ("영어로 답해줘", ["en"]),
        ("i don't speak korean", []),
        ("한국말 몰라요", []),
        ("not korean, english", []),
        ("another language", []),
    ],
)
def test_the_language_that_is_asked_for(finder: EntityFinder, text: str, wanted: list[str]) -> None:
    assert [e.value for e in finder.find(text) if e.entity == "wanted_language"] == wanted


@pytest.mark.parametrize(
    "unit", ["a", "1", "@", "a@", "1-", "만 ", "가 1/", " ", "order ", "$1,", "1.1.", "⭐", "{", "]]>"]
)
def test_hostile_texts_end(finder: EntityFinder, unit: str) -> None:
    text = (unit * 4096)[:4096]
    began = time.thread_time()
    assert all(0 <= e.start < e.end <= len(text) for e in finder.find(text))
    # While a text is read nobody else is: the interpreter has one lock.
    assert time.thread_time() - began < 1.5
