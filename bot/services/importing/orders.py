"""The sheet of the shop's orders."""

import re
from typing import Any, Collection
from zoneinfo import ZoneInfo

from bot.base import contacts, currencies
from bot.services import orders
from bot.services.importing import cells
from bot.services.importing.sheet import Column, Row, Sheet

_ACCOUNTS = {"account": False, "guest": True}
# "mug x 2"; one piece where nothing is said.
_PIECES = re.compile(r".*?\S\s*[x×*]\s*(\d{1,4})")
MAX_ITEMS = 100_000


def orders_sheet(example: str, stores: Collection[str], zone: ZoneInfo) -> Sheet:
    """`example` is the brand's own order number, whose letters customers may leave out."""
    columns = {
        "number": Column(cells.short(40), required=True),
        "email": Column(cells.email),
        "phone": Column(contacts.phone_key),
        "postcode": Column(cells.short(20)),
        "status": Column(cells.one_of(orders.STATUSES, "status")),
        "ordered_on": Column(cells.day),
        "ordered_at": Column(cells.moment(zone)),
        "expected_on": Column(cells.day),
        "carrier": Column(cells.short(100)),
        "tracking_url": Column(cells.web_address),
        "total": Column(cells.short(20)),
        "currency": Column(cells.one_of(currencies.decimals(), "currency")),
        "account": Column(cells.one_of(_ACCOUNTS, "kind of order")),
        "location": Column(cells.store(stores)),
        "items": Column(_items),
        "referral_code": Column(cells.short(64)),
    }
    return Sheet("orders", columns, "number", lambda row: _order(row, example, zone))


def _order(row: Row, example: str, zone: ZoneInfo) -> Row:
    key = orders.key(row["number"], example)
    if not key:
        raise ValueError(f'"{row["number"]}" has neither letters nor digits that could be the order\'s number')
    email, phone = row["email"], row["phone"]
    if not (email or phone):
        raise ValueError("an order needs an e-mail address or a phone number")
    named = {"by_account": None, "by_email": email and contacts.email_key(email), "by_phone": phone}
    guest = _ACCOUNTS[row.pop("account")] if row["account"] else None
    row.pop("account", None)
    return {**row, **named, "key": key, "guest": guest, "total": _total(row), "ordered_on": _day(row, zone)}


def _total(row: Row) -> Any:
    if row["total"] is None:
        return None
    if row["currency"] is None:
        raise ValueError('a "total" needs a "currency", like EUR')
    return currencies.smallest_units(row["total"], row["currency"])


def _day(row: Row, zone: ZoneInfo) -> Any:
    if row["ordered_on"] is None and row["ordered_at"] is None:
        raise ValueError('an order needs "ordered_on" or "ordered_at"')
    return row["ordered_on"] or row["ordered_at"].astimezone(zone).date()


def _items(text: str) -> int:
    """How many pieces: a number, or a list of them like "mug x 2; lamp"."""
    pieces = int(text) if text.isascii() and text.isdigit() else sum(map(_pieces, text.split(";")))
    if not 0 < pieces <= MAX_ITEMS:
        raise ValueError(f'"{text}" are no pieces; write a number, or a list like "mug x 2; lamp"')
    return pieces


def _pieces(item: str) -> int:
    found = _PIECES.fullmatch(item.strip())
    return int(found[1]) if found else bool(item.strip())
