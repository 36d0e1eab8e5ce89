"""Customers' rights to their own data: not to be written to, to have a copy, to have it erased, and to consent."""

from datetime import timedelta
from typing import Any, Optional

from bot.base.clock import now
from bot.base.keys import hashed, new_key
from bot.services import merging
from bot.store.base.database import Database
from bot.store.chat.touchpoints import Kind
from bot.store.customers import privacy
from bot.store.turns.work import Work

EXPORT_LINK_FOR = timedelta(minutes=15)


def opt_out(work: Work) -> None:
    """No follow-up messages to this customer from now on."""
    work.later(privacy.opt_out, work.conversation.customer_id, now())
    work.record(Kind.OPTED_OUT)


def export(database: Database, customer_id: int) -> dict[str, Any]:
    """Everything the customer said, was told and left with us."""
    with database.read() as tx:
        return privacy.collect(tx, customer_id)


def exported(work: Work) -> None:
    """Note that the customer was given a copy of their data, or the link to it."""
    work.later(privacy.audit, work.conversation.customer_id, "export", now())
    work.record(Kind.DATA_EXPORTED)


def offer_export(work: Work) -> str:
    """The token of a link to the customer's data. It works once, within 15 minutes."""
    token = new_key()
    work.later(privacy.offer_export, work.conversation.customer_id, hashed(token), now(), now() + EXPORT_LINK_FOR)
    exported(work)
    return token


def take_export(database: Database, token: str) -> Optional[dict[str, Any]]:
    """What the link of the token gives, and the link's end; None when it is unknown, used or expired."""
    with database.read() as tx:
        customer_id = privacy.export_offered(tx, hashed(token), now())
    if customer_id is None:
        return None
    with database.write() as tx:
        return privacy.collect(tx, customer_id) if privacy.use_export(tx, hashed(token)) else None


def erase(work: Work, in_place: str) -> None:
    """Erase the customer's words and contact details; their messages then read `in_place`."""
    customer_id = work.conversation.customer_id
    # What came in meanwhile is still to be answered.
    up_to = work.message.id if work.message else 0
    work.later(privacy.erase, customer_id, up_to=up_to, in_place=in_place)
    work.later(privacy.audit, customer_id, "erase", now())
    work.forget = True
    work.record(Kind.DATA_ERASED)


def subscribe(work: Work, email: str, consent_text: str) -> None:
    """Put the address on the newsletter's list, with the words the customer agreed to."""
    customer_id, language = work.conversation.customer_id, work.conversation.language
    work.later(privacy.add_consent, customer_id, email=email, consent_text=consent_text, consented_at=now())
    work.later(merging.known_by_email, customer_id, email, language, "subscribed to the newsletter with the address")
    work.record(Kind.NEWSLETTER_SUBSCRIBED)
