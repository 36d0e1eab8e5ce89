"""Order numbers, e-mail addresses, telephone numbers and postcodes."""

import re
from typing import Any, Iterator, Mapping

from bot.base.masking import EMAIL, PHONE
from bot.nlu.entities.spans import Entity, Reader, found, one_of

# What may stand between a word like "order number" and the number itself.
_LINK = r"(?:[\s:#.=은는이가]|no\b|number\b|nr\b|is\b|was\b){0,6}"
_UK = re.compile(r"(?<![A-Za-z0-9])([A-Z]{1,2}\d[A-Z\d]?)\s?(\d[ABD-HJLNP-UW-Z]{2})(?![A-Za-z0-9])", re.IGNORECASE)
_US_LONG = re.compile(r"(?<![\d-])\d{5}-\d{4}(?![\d-])")
_FIVE = r"(?P<it>\d{5}(?:-\d{4})?)(?![\d-])"


def emails(text: str) -> Iterator[Entity]:
    return found("email", EMAIL, text, lambda match: match[0].rstrip(".").casefold())


def phones(text: str) -> Iterator[Entity]:
    """The value is the digits, with the plus where one was written."""
    return found("phone", PHONE, text, lambda match: re.sub(r"[^\d+]", "", match[0]))


def order_numbers(example: str, words: Mapping[str, Any]) -> Reader:
    """Reads numbers like the example, "FH-204518", and bare ones after a word for orders."""
    prefix, digits = re.fullmatch(r"(.*?)[\W_]*(\d+)", example).groups()  # type: ignore[union-attr]
    number = rf"\d{{{len(digits)}}}(?!\d)"
    whole = re.compile(rf"(?<![A-Za-z0-9]){re.escape(prefix)}[\s\-–—_#.]{{0,2}}({number})", re.IGNORECASE)
    bare = re.compile(rf"(?:(?:{one_of(words['order_words'])}){_LINK}|(?<!\w)#\s?)(?P<it>{number})", re.IGNORECASE)
    separator = example[len(prefix) : -len(digits)]

    def read(text: str) -> Iterator[Entity]:
        for pattern in (whole, bare):
            yield from found("order_number", pattern, text, lambda match: f"{prefix}{separator}{match[1]}")

    return read


def postcodes(words: Mapping[str, Any]) -> Reader:
    """Reads British postcodes anywhere, and five digits only where the text says or is nothing but that."""
    named = re.compile(rf"(?:{one_of(words['postcode_words'])}){_LINK}{_FIVE}", re.IGNORECASE)
    alone = re.compile(rf"^\s*{_FIVE}[\s.!]*$")

    def read(text: str) -> Iterator[Entity]:
        yield from found("postcode", _UK, text, lambda match: f"{match[1]} {match[2]}".upper())
        for pattern in (named, alone):
            yield from found("postcode", pattern, text, lambda match: match["it"])
        yield from found("postcode", _US_LONG, text, lambda match: match[0])

    return read
