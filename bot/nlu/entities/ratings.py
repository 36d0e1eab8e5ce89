"""Ratings in a customer's own words: "5", "4/5", "five stars"; and "terrible", which names no number."""

import re
from dataclasses import dataclass, field
from typing import Mapping, Optional

_NUMBER = re.compile(r"(?:^|\s)([1-5])(?:\s*(?:/|out of)\s*5)?$", re.IGNORECASE)
_FILLER = re.compile(
    r"[*★⭐!.,~ㅎㅋ]+|['’](?:d|ll|m|s)\b|\b(?:stars?|points?|rating|rate|i|it|is|a|an|my|would|give|say)\b|별|점|개|요$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class RatingWords:
    """The words of data/nlu/ratings.yml: number words by rating, and words that judge without a number."""

    numbers: Mapping[str, int] = field(default_factory=dict)
    judgements: frozenset[str] = frozenset()


def rating_words(synonyms: Mapping[str, list[str]], lookups: Mapping[str, list[str]]) -> RatingWords:
    numbers = {word.casefold(): int(value) for value, words in synonyms.items() if value.isdigit() for word in words}
    return RatingWords(numbers, frozenset(w.casefold() for w in lookups.get("judgement", ())))


def parse_rating(text: str, words: RatingWords) -> Optional[int]:
    """The rating from 1 to 5 that the text is, or None when it is something else."""
    stars = text.count("★") + text.count("⭐")
    if 1 <= stars <= 5 and not re.sub(r"[★⭐\s\ufe0f]", "", text):
        return stars
    plain = " ".join(text.casefold().split())
    rest = " ".join(_FILLER.sub(" ", plain).split())
    found = _NUMBER.fullmatch(plain) or _NUMBER.fullmatch(rest)
    return int(found[1]) if found else words.numbers.get(plain, words.numbers.get(rest))


def is_judgement(text: str, words: RatingWords) -> bool:
    """Does the text judge ("it was terrible") without giving a number?"""
    spoken = re.sub(r"[^\w\s]", " ", text.casefold())
    return len(spoken.split()) <= 6 and any(f" {word} " in f" {' '.join(spoken.split())} " for word in words.judgements)
