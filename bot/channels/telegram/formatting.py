"""Replies as Telegram wants them: HTML, links as <a>, and no part longer than a message may be."""

import html
import re
from itertools import accumulate

# In UTF-16 code units, which is how Telegram counts: an emoji is two.
MAX_UNITS = 4096

_LINK = re.compile(r"\[([^\[\]\n]+)\]\((https?://[^\s()]+)\)")
_SENTENCE_END = re.compile(r"(?<=[.!?…])\s+|(?<=[。\uff01\uff1f])\s*|\n+")
_SPACE = re.compile(r"\s+")


def to_html(text: str) -> str:
    """`text` for parse mode HTML: its [label](https://...) links become <a>, everything else stays as written."""
    pieces, done = [], 0
    for link in _LINK.finditer(text):
        label, url = html.escape(link[1], quote=False), html.escape(link[2])
        pieces += [html.escape(text[done : link.start()], quote=False), f'<a href="{url}">{label}</a>']
        done = link.end()
    return "".join([*pieces, html.escape(text[done:], quote=False)])


def split(text: str, limit: int = MAX_UNITS) -> list[str]:
    """`text` in parts of at most `limit` units, ended after a sentence or else a word where possible."""
    parts = []
    while units(text) > limit:
        end = _end_of_part(text, limit)
        parts.append(text[:end].rstrip())
        text = text[end:].lstrip()
    return [*parts, text] if text else parts


def units(text: str) -> int:
    """The length of `text` in UTF-16 code units."""
    return len(text) + sum(char > "\uffff" for char in text)


def _end_of_part(text: str, limit: int) -> int:
    fitting = _fitting(text, limit)
    sentences, words = _ends(_SENTENCE_END, text, fitting), _ends(_SPACE, text, fitting)
    # A sentence that ends far from the limit would make a scrap of a message.
    if sentences and sentences[-1] > fitting // 2:
        return sentences[-1]
    return words[-1] if words else fitting


def _fitting(text: str, limit: int) -> int:
    """How many characters of `text` fit into `limit` units."""
    return sum(used <= limit for used in accumulate(map(units, text)))


def _ends(boundary: re.Pattern[str], text: str, within: int) -> list[int]:
    """Where `text` may be cut, which is never inside a link."""
    links = [link.span() for link in _LINK.finditer(text)]
    ends = (found.end() for found in boundary.finditer(text, 0, within))
    return [end for end in ends if not any(start < end < stop for start, stop in links)]
