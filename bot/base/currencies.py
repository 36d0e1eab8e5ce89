"""Amounts of money in their currency's smallest unit, read exactly; data/currencies.yml has the decimals."""

import re
from functools import lru_cache
from typing import Mapping

import yaml

from bot.base.paths import DATA

_AMOUNT = re.compile(r"\d{1,12}(?:\.\d{1,9})?", re.ASCII)


@lru_cache(maxsize=1)
def decimals() -> Mapping[str, int]:
    """How many decimals the amounts of each currency have, by its code (ISO 4217)."""
    declared = yaml.safe_load((DATA / "currencies.yml").read_text(encoding="utf-8"))
    return {code: places for places, codes in declared.items() for code in codes}


def smallest_units(amount: str, currency: str) -> int:
    """
    Raises:
        ValueError: it is no amount of that currency; the message says why.
    """
    places = decimals()[currency]
    if not _AMOUNT.fullmatch(amount):
        raise ValueError(f'"{amount}" is not an amount; write it like {0:.{places}f}, without a currency sign')
    whole, _, fraction = amount.partition(".")
    if fraction[places:].strip("0"):
        raise ValueError(f'"{amount}" has more decimals than {currency}, which has {places}')
    return int(whole + fraction[:places].ljust(places, "0"))
