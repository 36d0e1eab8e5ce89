"""Addresses by which a customer is known on every channel, each written in one way only."""

import re

from bot.base import patterns

# Channels of identities that are not chats: the shop's account, an e-mail address, a phone number.
ACCOUNT, EMAIL, PHONE = CONTACTS = ("account", "email", "phone")

_PUNCTUATION = re.compile(r"[\s().\-/]+")
_INTERNATIONAL = re.compile(r"(?:\+|00)([1-9]\d{6,14})", re.ASCII)


def is_email(text: str) -> bool:
    return patterns.email(text) == text


def email_key(address: str) -> str:
    """The same for all ways to write the address."""
    return address.casefold()


def phone_key(number: str) -> str:
    """The digits of an international number after a "+".

    Raises:
        ValueError: without the country's code nobody knows whose number it is.
    """
    found = _INTERNATIONAL.fullmatch(_PUNCTUATION.sub("", number))
    if found is None:
        raise ValueError(f'"{number}" is not a phone number with its country\'s code; write it like +44 20 7946 0000')
    return f"+{found[1]}"
