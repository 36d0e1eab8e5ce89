"""The language of a whole message; what is too short or mixed to tell keeps the conversation's."""

from typing import Optional

import pytest

from bot.nlu.reading.language import recognise


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("where is my parcel??", "en"),
        ("WHERE'S MY ORDER FH-204518, I wrote to ann@example.com", "en"),
        ("I can't log in ㅠㅠ", "en"),
        ("배송 언제 와요", "ko"),
        ("주문번호 FH-204518 어디예요", "ko"),
        ("Riverside점 몇 시까지 해요?", "ko"),
        ("ㄱㅅ", "ko"),
        ("환불", "ko"),
        ("ok", None),
        ("OK 👍", None),
        ("cancel subscription", "en"),
        ("ok thanks", None),
        ("Old Town", None),
        ("Fernwood Refresh", None),
        ("5", None),
        ("010-1234-5678", None),
        ("kim@naver.com", None),
        ("https://fernwood.example/orders/my/last/one", None),
        ("ㅋㅋㅋㅋ", None),
        ("😡😡", None),
        ("what does 반품 mean in English please", None),
        ("東京に送れますか", None),
        ("", None),
        ("!!! ...", None),
    ],
)
def test_only_what_is_clear_is_recognised(text: str, language: Optional[str]) -> None:
    assert recognise(text) == language


def test_a_very_long_text_is_recognised() -> None:
    assert recognise("word " * 800) == "en"
    assert recognise("가" * 4096) == "ko"
