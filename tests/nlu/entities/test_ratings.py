"""Ratings in customers' own words."""

from typing import Optional

import pytest

from bot.base.content import Content
from bot.nlu.entities.ratings import RatingWords, is_judgement, parse_rating, rating_words


@pytest.fixture(scope="module")
def words(content: Content) -> RatingWords:
    return rating_words(content.synonyms, content.lookups)


_RATINGS = {
    1: ["1 star!", "one", "일"],
    2: ["Two", "it is a 2.", "둘"],
    3: [" 3 out of 5 ", "★★★", "삼"],
    4: ["4/5", "i'd give it a 4", "네 개"],
    5: ["5", "five stars", "⭐⭐⭐⭐⭐", "5점", "다섯 개", "만점"],
    None: ["0", "6", "10", "4.5", "-1", "NaN", "네", "", "★★★★★★", "terrible", "5 lamps broke", "is order 5 coming"],
}


@pytest.mark.parametrize(("text", "rating"), [(text, rating) for rating, texts in _RATINGS.items() for text in texts])
def test_what_is_a_rating(words: RatingWords, text: str, rating: Optional[int]) -> None:
    assert parse_rating(text, words) == rating


@pytest.mark.parametrize(
    ("text", "judges"), [("it was terrible!", True), ("최악이에요", True), ("where is my order", False)]
)
def test_what_judges_without_a_number(words: RatingWords, text: str, judges: bool) -> None:
    assert is_judgement(text, words) is judges
