"""Text as the classifier sees it: without what people vary and nothing hangs on."""

import re
import unicodedata

_LAUGHTER = re.compile(r"[ㅋㅎㅠㅜ]{2,}|\b(?:lol|haha+)\b")
_REPEATED = re.compile(r"(.)\1{2,}")
_SIGNS = re.compile(r"[^\w\s'?]")
_HANGUL = re.compile(r"[\u1100-\u11ff\u3131-\u318e\uac00-\ud7a3]")


def plain(text: str) -> str:
    """Small letters of one width, laughter and signs left out, "sooooo" as "soo", single spaces."""
    small = unicodedata.normalize("NFKC", _LAUGHTER.sub(" ", text)).casefold().replace("’", "'")
    return " ".join(_SIGNS.sub(" ", _REPEATED.sub(r"\1\1", small)).split())


def spelled(text: str) -> str:
    """Hangul as its single letters (jamo), so that a mistyped syllable still shares most of them."""
    return unicodedata.normalize("NFD", text)


def script(text: str) -> str:
    """`hangul` or `other`. Each has a model of its own: they share no words, and two small ones train faster."""
    return "hangul" if _HANGUL.search(text) else "other"
