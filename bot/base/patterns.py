"""What order numbers, e-mail addresses and postcodes look like in a customer's text."""

import re
from typing import Optional

from bot.base.masking import EMAIL

# Letters of one script only: Korean particles follow a number without a space.
_FLAGS = re.ASCII | re.IGNORECASE
_ORDER_NUMBER = re.compile(r"(?<![A-Z0-9])(?:[A-Z]{2,4}-?|[A-Z]{2}\s)?\d{5,10}(?![A-Z0-9-])", _FLAGS)
# The mixtures of the United Kingdom, Canada and the Netherlands, or digits as in most countries.
_POSTCODE = re.compile(
    r"(?<![A-Z0-9-])(?:[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}|[A-Z]\d[A-Z]\s?\d[A-Z]\d|\d{4}\s?[A-Z]{2}"
    r"|\d{3}-\d{4}|\d{4,6}(?:-\d{3,4})?)(?![A-Z0-9-])",
    _FLAGS,
)


def order_number(text: str) -> Optional[str]:
    return _first(_ORDER_NUMBER, text)


def email(text: str) -> Optional[str]:
    return _first(EMAIL, text)


def email_or_postcode(text: str) -> Optional[str]:
    return email(text) or _first(_POSTCODE, text)


def _first(pattern: "re.Pattern[str]", text: str) -> Optional[str]:
    found = pattern.search(text)
    return found[0] if found else None
