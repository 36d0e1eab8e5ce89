"""Tracking an order: only for who knows its number and the e-mail address or postcode it was ordered with.

A number that does not exist and a wrong proof have the same answer, and guessing is limited: by customer, and by order,
because a new chat makes a new customer.
"""

import re
from datetime import timedelta
from functools import lru_cache
from itertools import takewhile
from typing import Optional

from bot.base.clock import now
from bot.base.contacts import email_key
from bot.services import merging
from bot.store.chat.touchpoints import Kind
from bot.store.customers import privacy
from bot.store.shop import orders
from bot.store.shop.orders import Order
from bot.store.turns.work import Work

STATUSES = (
    "received",
    "preparing",
    "shipped",
    "out_for_delivery",
    "ready_for_pickup",
    "delivered",
    "cancelled",
    "returned",
)
TRIES = 3
TRIES_AT_AN_ORDER = 10
COUNTED_FOR = timedelta(hours=1)


def key(number: str, example: str) -> str:
    """The number without punctuation, with the letters of the brand's `example` where only digits were given."""
    plain = _plain(number)
    return f"{_letters(example)}{plain}" if plain.isdigit() else plain


@lru_cache(maxsize=1)
def _letters(example: str) -> str:
    return "".join(takewhile(str.isalpha, _plain(example)))


def may_look_up(work: Work) -> bool:
    """Has the customer guesses left?"""
    with work.database.read() as tx:
        return orders.attempts_by(tx, work.conversation.customer_id, now() - COUNTED_FOR) < TRIES


def look_up(work: Work, order_key: str, proof: str) -> Optional[Order]:
    """The order, if `proof` is its e-mail address or postcode. A wrong guess is noted and gives None.

    Of an order without a status there is nothing to say, so it is as if it weren't there.
    """
    with work.database.read() as tx:
        order = orders.find(tx, order_key)
        guessed_at = orders.attempts_at(tx, order_key, now() - COUNTED_FOR)
    if order and order.status and guessed_at < TRIES_AT_AN_ORDER and _proves(order, proof):
        work.record(Kind.ORDER_TRACKED, detail=order.status)
        _become_known(work, order, proof)
        return order
    work.later(orders.add_attempt, work.conversation.customer_id, order_key, now(), now() - COUNTED_FOR)
    return None


def _become_known(work: Work, order: Order, proof: str) -> None:
    """Who tracks an order is its customer. Only who named the address itself is shown what else belongs to it."""
    customer_id = work.conversation.customer_id
    if order.email:
        language = work.conversation.language
        work.later(merging.known_by_email, customer_id, order.email, language, "tracked an order of the address")
    if "@" in proof:
        work.later(privacy.prove_order, customer_id, order.key, now())


def guesses_left(work: Work) -> int:
    """After a wrong guess in this same work, which is not stored yet."""
    with work.database.read() as tx:
        return TRIES - 1 - orders.attempts_by(tx, work.conversation.customer_id, now() - COUNTED_FOR)


def _proves(order: Order, proof: str) -> bool:
    if "@" in proof:
        return order.email is not None and email_key(proof) == email_key(order.email)
    return bool(_plain(proof)) and _plain(proof) == _plain(order.postcode or "")


def _plain(written: str) -> str:
    return re.sub(r"[^A-Z0-9]", "", written.upper())
