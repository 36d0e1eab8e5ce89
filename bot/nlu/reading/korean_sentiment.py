"""Feeling in Korean text, from the word list data/lexicon/sentiment.yml with negation and intensity.

Everything is compared as letters instead of syllables: 느려 is then the beginning of 좋았어요 too.
"""

import math
import re
import unicodedata
from typing import Any, Iterable, Mapping

_INTENSIFIED, _DIMINISHED = 1.3, 0.7
# "Not bad" is less than good. This, and the way a sum becomes a score, are VADER's, so that both languages compare.
_NEGATED = -0.74
_SOFTENING = 15
_LETTER = "[\u1100-\u11ff]"
_LONG_SYLLABLES = 3
# How far around a word its negation and its intensity are looked for, in letters.
_AROUND = 32


class KoreanSentiment:
    def __init__(self, words: Mapping[str, Any]) -> None:
        weighted = [*words["stems"].items(), *words["symbols"].items()]
        self._weights = {_letters(stem): weight for weight, stems in weighted for stem in stems}
        negations, intense, mild = (words[k] for k in ("negations", "intensifiers", "diminishers"))
        self._stem = _stem(words["stems"], words["symbols"], [*negations, *intense, *mild])
        self._negated_before = _before(negations)
        self._intense = _before(intense, negations)
        self._mild = _before(mild, negations)
        self._negated_after = _after(words)

    def score(self, text: str) -> float:
        """From -1 to 1; 0 where nothing is felt."""
        letters = _letters(text)
        total = sum(self._weigh(letters, match) for match in self._stem.finditer(letters))
        return total / math.sqrt(total * total + _SOFTENING)

    def _weigh(self, letters: str, match: "re.Match[str]") -> float:
        before = letters[max(0, match.start() - _AROUND) : match.start()]
        weight = float(self._weights[match[0]])
        if self._intense.search(before):
            weight *= _INTENSIFIED
        elif self._mild.search(before):
            weight *= _DIMINISHED
        negations = bool(self._negated_before.search(before))
        negations ^= bool(self._negated_after.match(letters, match.end(), match.end() + _AROUND))
        return weight * _NEGATED if negations else weight


def _letters(text: str) -> str:
    return unicodedata.normalize("NFD", text.casefold())


def _any(words: Iterable[str]) -> str:
    return "|".join(re.escape(w).replace(r"\ ", r"\s*") for w in sorted(map(_letters, words), key=len, reverse=True))


def _stem(stems: Mapping[int, list[str]], symbols: Mapping[int, list[str]], openers: list[str]) -> "re.Pattern[str]":
    every = [stem for group in stems.values() for stem in group]
    short = [stem for stem in every if len(stem) < _LONG_SYLLABLES]
    anywhere = [stem for stem in every if len(stem) >= _LONG_SYLLABLES]
    anywhere += [symbol for group in symbols.values() for symbol in group]
    # "너무느려요" has no space, but a word that is known to stand before.
    begins = "|".join([f"(?<!{_LETTER})", *(f"(?<={re.escape(_letters(word))})" for word in openers)])
    return re.compile(f"(?:{begins})(?:{_any(short)})|(?:{_any(anywhere)})")


def _before(words: Iterable[str], may_follow: Iterable[str] = ()) -> "re.Pattern[str]":
    following = rf"(?:(?:{_any(may_follow)})\s*)?" if may_follow else ""
    return re.compile(rf"(?<!{_LETTER})(?:{_any(words)})\s*{following}$")


def _after(words: Mapping[str, Any]) -> "re.Pattern[str]":
    joined = rf"{_LETTER}{{0,9}}?(?:{_any(words['joints'])})\s*(?:{_any(words['negating_verbs'])})"
    emphasis = rf"(?:(?:{_any(words['emphasis'])})\s*)?"
    lacking = rf"{_LETTER}{{0,6}}?\s*{emphasis}(?:{_any([*words['lacking'], *words['failing']])})"
    return re.compile(f"{joined}|{lacking}")
