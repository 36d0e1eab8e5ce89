"""The sheet of what happened between customers and us on other channels."""

from datetime import timedelta
from typing import Collection
from zoneinfo import ZoneInfo

from bot.base import contacts
from bot.base.clock import now
from bot.base.content import DEFAULT_LANGUAGE
from bot.base.journey import Journey
from bot.base.masking import mask
from bot.services.importing import cells
from bot.services.importing.sheet import Column, Row, Sheet
from bot.store.chat.touchpoints import TRIAL_CHANNEL

DEFAULT_SOURCE = "shop"
# The scales of ratings; any other value is a number of whatever the shop counts.
_SCALES = {"review_written": (1, 5), "nps_answered": (0, 10), "ces_answered": (1, 7)}
_CLOCKS_DIFFER = timedelta(hours=1)


def touchpoints_sheet(journey: Journey, languages: Collection[str], stores: Collection[str], zone: ZoneInfo) -> Sheet:
    importable = [name for name, kind in journey.kinds.items() if kind.importable]
    columns = {
        "id": Column(cells.short(100), required=True),
        "source": Column(cells.name, default=DEFAULT_SOURCE),
        "kind": Column(cells.one_of(importable, "kind that can be imported"), required=True),
        "at": Column(cells.moment(zone), required=True),
        "customer": Column(cells.short(200)),
        "email": Column(cells.email),
        "phone": Column(contacts.phone_key),
        "channel": Column(_channel, required=True),
        "language": Column(cells.one_of(languages, "language of the assistant"), default=DEFAULT_LANGUAGE),
        "location": Column(cells.store(stores)),
        "topic": Column(cells.one_of(journey.topics, "topic")),
        "value": Column(cells.number(0, 2**31 - 1)),
        "detail": Column(mask),
    }
    return Sheet("touchpoints", columns, "id", lambda row: _touchpoint(row, journey))


def _touchpoint(row: Row, journey: Journey) -> Row:
    kind, topic, email = row["kind"], row["topic"], row.pop("email")
    named = {"by_account": row.pop("customer"), "by_email": email and contacts.email_key(email)}
    named["by_phone"] = row.pop("phone")
    if not any(named.values()):
        raise ValueError("a touchpoint needs a customer: an e-mail address, a phone number or an account")
    _check(row)
    cause = f"import:{row.pop('source')}:{row.pop('id')}"
    declared = journey.kinds[kind]
    stage = journey.topics[topic] if topic else declared.stage
    return {**row, **named, "cause": cause, "stage": stage, "engagement": declared.engagement}


def _check(row: Row) -> None:
    if row["at"] > now() + _CLOCKS_DIFFER:
        raise ValueError(f'"at" is in the future: {row["at"]:%Y-%m-%d %H:%M} UTC')
    least, most = _SCALES.get(row["kind"], (0, None))
    if most is not None and not (row["value"] is not None and least <= row["value"] <= most):
        raise ValueError(f'the "value" of {row["kind"]} goes from {least} to {most}')


def _channel(text: str) -> str:
    if text == TRIAL_CHANNEL:
        raise ValueError(f'"{text}" is where the assistant is tried out, no channel of customers')
    return cells.name(text)
