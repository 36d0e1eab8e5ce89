"""The feeling of a message, in English and Korean, with negation and intensity."""

import pytest

from bot.nlu.lexicon import load_lexicon
from bot.nlu.reading.sentiment import Sentiment


@pytest.fixture(scope="module")
def sentiment() -> Sentiment:
    return Sentiment()


@pytest.mark.parametrize(
    "text",
    [
        "great, thank you!",
        "감사합니다",
        "배송이 정말 빨랐어요 좋았어요",
        "문제 없어요",
        "나쁘지 않아요",
        "불편함이 없었어요",
        "마음에 들어요 ㅎㅎ",
        "😍",
    ],
)
def test_glad(sentiment: Sentiment, text: str) -> None:
    assert sentiment.score(text) > 0.2


@pytest.mark.parametrize(
    "text",
    [
        "this is not good",
        "terrible service",
        "최악이에요 다시는 안 삽니다",
        "배송너무느려요",
        "안 좋아요",
        "좋지는 않네요",
        "친절하지 않았어요",
        "도움이 안 됐어요",
        "도움이 되지 않아요",
        "마음에 안 들어요",
        "문제가 있어요",
        "화가 나요",
        "재미없어요",
        "😡",
    ],
)
def test_cross(sentiment: Sentiment, text: str) -> None:
    assert sentiment.score(text) < -0.2


@pytest.mark.parametrize(
    "text",
    ["where is my order", "주문 취소하고 싶어요", "안녕하세요", "전화나 이메일로 연락 주세요", "FH-204518", "", "!!!"],
)
def test_neutral(sentiment: Sentiment, text: str) -> None:
    assert sentiment.score(text) == 0


def test_intensity_counts(sentiment: Sentiment) -> None:
    mild, plain, strong = (sentiment.score(text) for text in ("조금 느려요", "느려요", "너무 느려요"))
    assert -1 < strong < plain < mild < 0


@pytest.mark.parametrize("text", ["최악 " * 1000, "최고" * 2000, "good " * 800, "안 " * 2000, "😡" * 4096])
def test_it_stays_between_minus_one_and_one(sentiment: Sentiment, text: str) -> None:
    assert -1 <= sentiment.score(text) <= 1


def test_the_korean_list_is_large_and_names_nothing_twice() -> None:
    stems = [stem for group in load_lexicon("sentiment")["stems"].values() for stem in group]
    assert len(stems) >= 250
    assert len(stems) == len(set(stems))
