"""Amounts of money, in signs and in words: "$12.50", "12 dollars", "3만 5천원"."""

import re
from decimal import Decimal
from typing import Any, Iterator, Mapping, Optional

from bot.nlu.entities.spans import Entity, Reader, found, one_of

_NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?|\d{1,9}(?:\.\d{1,2})?"


def money(words: Mapping[str, Any]) -> Reader:
    """Reads amounts; the value is like "12.50 USD"."""
    codes = {name.casefold(): code for code, names in words["currencies"].items() for name in _names(names)}
    multiples: Mapping[str, int] = words["korean_multiples"]
    part = rf"(?:{_NUMBER})?\s?(?:{one_of(multiples)})"
    amount = rf"(?P<amount>{part}(?:\s?(?:{part}|{_NUMBER}))?|{_NUMBER})"
    sign = one_of(sign for names in words["currencies"].values() for sign in names["signs"])
    word = one_of(word for names in words["currencies"].values() for word in names["words"])
    before = re.compile(rf"(?<!\w)(?P<currency>{sign}|usd|krw|eur|gbp)\s?{amount}(?![\d])", re.IGNORECASE)
    after = re.compile(rf"(?<![\d.,\w]){amount}\s?(?P<currency>{sign}|{word})(?![A-Za-z])", re.IGNORECASE)

    def value(match: "re.Match[str]") -> Optional[str]:
        return f"{_amount(match['amount'], multiples)} {codes[match['currency'].casefold()]}"

    def read(text: str) -> Iterator[Entity]:
        yield from found("money", before, text, value)
        yield from found("money", after, text, value)

    return read


def _names(names: Mapping[str, list[str]]) -> list[str]:
    return [*names["signs"], *names["words"]]


def _amount(written: str, multiples: Mapping[str, int]) -> Decimal:
    """The number: "3만 5천" is 35000, "만" alone 10000."""
    total = Decimal(0)
    for count, multiple, rest in re.findall(rf"({_NUMBER})?\s?({one_of(multiples)})|({_NUMBER})", written):
        total += Decimal((count or rest or "1").replace(",", "")) * multiples.get(multiple, 1)
    return total
