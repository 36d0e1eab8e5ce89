"""Personal data is found and hidden; what identifies nobody stays."""

import socket
import time
from typing import Any

import pytest

from bot.nlu.reading.pii import PersonalData


@pytest.fixture(scope="module")
def personal_data() -> PersonalData:
    return PersonalData()


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("mail ann.lee@example.com please", "mail <EMAIL> please"),
        ("메일은kim@naver.com입니다", "메일은<EMAIL>입니다"),
        ("me@shop.notatld", "<EMAIL>"),
        ("call +1 415 555 2671", "call <PHONE>"),
        ("제 번호는 010-1234-5678이에요", "제 번호는 <PHONE>이에요"),
        ("０１０－１２３４－５６７８", "<PHONE>"),
        ("카드는 4111 1111 1111 1111이에요", "카드는 <CARD>이에요"),
        ("IBAN DE89370400440532013000", "IBAN <IBAN>"),
        ("from 192.168.1.1에서", "from <IP>에서"),
        ("주민번호 900101-1234567입니다", "주민번호 <RESIDENT_NUMBER>입니다"),
        ("a@b.com, c@d.com", "<EMAIL>, <EMAIL>"),
        ("my name is Ann Lee and I wait", "my name is <NAME> and I wait"),
        ("제 이름은 김민수예요", "제 이름은 <NAME>예요"),
        ("I live at 221 Baker Street, London", "I live at <ADDRESS>, London"),
        ("주소는 서울시 강남구 테헤란로 123 입니다", "주소는 <ADDRESS> 입니다"),
    ],
)
def test_personal_data_is_masked(personal_data: PersonalData, text: str, masked: str) -> None:
    assert personal_data.mask(text) == masked


@pytest.mark.parametrize(
    "text",
    [
        "order FH-204518",
        "주문번호 204518",
        "2025-03-31",
        "104000원 x 2",
        "faq/delivery_period",
        "ValueError: no",
        "",
        "가나다",
        "my name is wrong on the parcel",
        "2 Oak Tables on the way",
        "어디로 3번 보내나요",
    ],
)
def test_what_is_not_personal_stays(personal_data: PersonalData, text: str) -> None:
    assert personal_data.mask(text) == text


def test_masking_what_is_masked_changes_nothing(personal_data: PersonalData) -> None:
    masked = personal_data.mask("ann@example.com, 010-1234-5678, 4111 1111 1111 1111, 900101-1234567")
    assert personal_data.mask(masked) == masked


def test_nothing_is_fetched_from_the_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*address: Any) -> None:
        raise AssertionError(f"asked for {address}")

    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    assert PersonalData().mask("ann@example.co.uk") == "<EMAIL>"


_UNITS = ["a", "1", "@", "a@a.", "1 ", "+1 ", "1.1.", "A1", "시 ", "가", "A ", "1 A ", "{", "]]>"]


@pytest.mark.parametrize("unit", _UNITS)
def test_hostile_texts_end(personal_data: PersonalData, unit: str) -> None:
    began = time.thread_time()
    assert personal_data.mask((unit * 4096)[:4096])
    # While a text is read nobody else is: the interpreter has one lock.
    assert time.thread_time() - began < 1.5
