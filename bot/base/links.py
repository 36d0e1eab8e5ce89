"""Links in messages: [text](address) and bare addresses. frontend/widget/links.ts reads them the same way."""

import re
from typing import Iterator, NamedTuple, Optional

_LINK = re.compile(
    r"\[([^\[\]\n]+)\]\(((?:https?://|/(?![/\\]))[^\s()]*(?:\([^\s()]*\)[^\s()]*)?)\)"
    r"|(https?://[A-Za-z0-9](?:[-A-Za-z0-9._~:/?#@!$&*+,;=%]*[-A-Za-z0-9_~/#@$&*+=%])?)",
    re.IGNORECASE,
)


class Piece(NamedTuple):
    """A run of text, with where it leads to if it is a link."""

    text: str
    address: Optional[str] = None


def pieces(text: str) -> Iterator[Piece]:
    """The text cut at its links. Only web addresses and paths of our own site make a link; the rest stays text."""
    done = 0
    for match in _LINK.finditer(text):
        if match.start() > done:
            yield Piece(text[done : match.start()])
        yield Piece(match[1] or match[3], match[2] or match[3])
        done = match.end()
    if done < len(text):
        yield Piece(text[done:])


def addresses(text: str) -> list[str]:
    """Where the text's links lead to, each address once, in their order."""
    return list(dict.fromkeys(piece.address for piece in pieces(text) if piece.address))
