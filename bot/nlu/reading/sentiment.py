"""The feeling of a message in one number, in English and Korean."""

import re
from typing import Any

from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from bot.nlu.lexicon import load_lexicon
from bot.nlu.reading.korean_sentiment import KoreanSentiment

_HANGUL = re.compile("[\u3131-\u318e\uac00-\ud7a3]")
_LATIN = re.compile("[A-Za-z]")
# VADER looks at each word's neighbours and at the whole list again; a feeling shows before this many characters.
_LOOKED_AT = 1000


class Sentiment:
    """VADER for Latin letters, our own word list for Hangul and lone signs. Reads its lists when it is made."""

    def __init__(self) -> None:
        self._english: Any = SentimentIntensityAnalyzer()
        self._korean = KoreanSentiment(load_lexicon("sentiment"))

    def score(self, text: str) -> float:
        """From -1 (outrage) to 1 (delight), with two decimals; 0.0 is neutral."""
        text = text[:_LOOKED_AT]
        if _HANGUL.search(text) or not _LATIN.search(text):
            return round(self._korean.score(text), 2)
        return round(float(self._english.polarity_scores(text)["compound"]), 2)
