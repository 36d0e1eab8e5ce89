"""The same updates once in order, and once shuffled with repeats, several at a time."""

import json
import random
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx

from tests.fakes.telegram_http import SECRET_HEADER
from tests.soak.outcome import Outcome, examine
from tests.soak.site import WEBHOOK_SECRET, Site

_TEXTS = ("how long does delivery take?", "how do i return a lamp", "what are your store hours", "do you ship abroad")
_EACH = 10
_REPEATED = 0.3


def shuffle(site: Site, number: int) -> Outcome:
    """`number` updates in chats of ten; `doubled` counts chats that are not the same."""
    orderly, disorderly = (_updates(site, first, number) for first in (20_000, 30_000))
    with httpx.Client() as http:
        for update in orderly:
            assert _brings(http, site, update)
    site.settle()
    chosen = random.Random(5)
    again = [update for update in disorderly if chosen.random() < _REPEATED]
    mixed = [*disorderly, *again]
    chosen.shuffle(mixed)
    with ThreadPoolExecutor(20) as hands, httpx.Client() as http:
        assert all(hands.map(lambda update: _brings(http, site, update), mixed))
    site.settle()
    outcome = examine(site, f"{number} updates shuffled, 30 % of them repeated", 1, f"{len(again)} repeats")
    outcome.doubled += sum(_left(site, 20_000 + n) != _left(site, 30_000 + n) for n in range(number // _EACH))
    return outcome


def _updates(site: Site, first: int, number: int) -> list[dict[str, Any]]:
    return [_update(site, first + n // _EACH, first * 100 + n, _TEXTS[n % len(_TEXTS)]) for n in range(number)]


def _update(site: Site, chat: int, number: int, text: str) -> dict[str, Any]:
    message = site.telegram.written(chat, {"text": text})
    site.said.append((chat, message["message_id"]))
    return {"update_id": number, "message": message}


def _brings(http: httpx.Client, site: Site, update: dict[str, Any]) -> bool:
    headers = {SECRET_HEADER: WEBHOOK_SECRET, "Content-Type": "application/json"}
    answer = http.post(f"{site.product.url}/telegram/webhook", content=json.dumps(update), headers=headers)
    return answer.is_success


def _left(site: Site, chat: int) -> "tuple[Counter[Any], Counter[Any]]":
    """What the chat left behind: its messages (of replies only how many, as there are variants) and touchpoints."""
    whose = "FROM {} JOIN conversations c ON c.id = x.conversation_id JOIN identities i ON i.id = c.identity_id "
    whose += "WHERE i.channel = 'telegram' AND i.external_id = :chat"
    query = f"SELECT x.sender, CASE x.sender WHEN 'customer' THEN x.text END {whose.format('messages x')}"
    messages = site.rows(query, chat=str(chat))
    facts = site.rows(f"SELECT x.kind, x.topic, x.stage {whose.format('touchpoints x')}", chat=str(chat))
    return Counter(tuple(row) for row in messages), Counter(tuple(row) for row in facts)
