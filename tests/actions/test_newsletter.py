"""Subscribing in the chat: consent, then address, both kept as proof."""

from typing import Any

import sqlalchemy as sa

from bot.store.schema import newsletter_consents
from tests.customer import Customer


def _consents(customer: Customer) -> list[Any]:
    with customer.database.read() as tx:
        return list(tx.execute(sa.select(newsletter_consents)).mappings())


def _begin(customer: Customer) -> str:
    customer.says("how can i get the newsletter")
    return customer.presses("Subscribe me")[-1].text


def test_consent_and_address_are_kept(customer: Customer) -> None:
    agreed_to = _begin(customer)
    customer.says("yes")
    assert "name@example.com" in customer.says("ann@nowhere")[-1].text
    assert "ann@example.org" in customer.says("sorry, ann@example.org")[-1].text
    (kept,) = _consents(customer)
    assert (kept["email"], kept["consent_text"]) == ("ann@example.org", agreed_to)
    assert kept["consented_at"]


def test_without_consent_nothing_is_kept(customer: Customer) -> None:
    _begin(customer)
    customer.presses("No")
    customer.says("ann@example.org")
    assert _consents(customer) == []
