"""Texts that are meant to break whatever reads them, and many messages at the same moment."""

import json
import random
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Iterator

from tests.soak.outcome import Outcome, examine
from tests.soak.site import Site, WebCustomer

_LONGEST = 4096
_SEEDS = (
    *(
        "\ud800",
        "\udfff",
        "\x00",
        "\x1b[31m",
        "\u202e",
        "\ufeff",
        "\u200b",
        "\u0300",
        "\r\n",
        "\u2028",
        "\U0001f469\u200d",
    ),
    *(
        "{",
        "[",
        '{"a":',
        "/",
        "/rate{",
        "//",
        "%s",
        "%n",
        "{0}",
        "${jndi:ldap://x}",
        "{{7*7}}",
        "<script>",
        "]]>",
        "&#0;",
    ),
    *("'; DROP TABLE messages; --", '"', "\\", "../../etc/passwd", "http://", "[a](http://", "**", "`", "@1.0"),
    *(
        "a",
        "aA1",
        "é",
        "ß",
        "İ",
        "한",
        "환불",
        "ㅋ",
        "字",
        "ع",
        "1",
        "9.",
        "1,",
        "-",
        "$1",
        "1/1/",
        "2026-13-45 ",
        "1e999",
    ),
    *(
        "@",
        "a@b.",
        "FH-",
        "+82 10 ",
        "4111 1111 ",
        "one hundred ",
        "next to next to ",
        "not not ",
        "I am very ",
        "오늘 ",
    ),
)
_PEOPLE = 25


def poisons(number: int) -> Iterator[str]:
    """The same ones in every run."""
    chosen = random.Random(13)
    for _ in range(number):
        parts = [chosen.choice(_SEEDS) for _ in range(chosen.choice((1, 1, 2, 5)))]
        times = chosen.choice((1, 2, 40, 400, _LONGEST))
        yield ("".join(parts) * times)[:_LONGEST]


def poison(site: Site, number: int) -> Outcome:
    """Every text is taken or refused with a reason; what was taken is handled like any other."""
    people = [WebCustomer(site, n, 0).begin() for n in range(_PEOPLE)]
    statuses, slowest = [], 0.0
    for n, text in enumerate(poisons(number)):
        began = time.monotonic()
        statuses.append(people[n % _PEOPLE].posts(json.dumps({"client_id": f"{n}", "text": text})))
        slowest = max(slowest, time.monotonic() - began)
    site.settle()
    notes = f"{statuses.count(422)} refused with a reason (422)", f"the slowest was taken after {slowest:.1f} s"
    outcome = examine(site, f"{number} poison texts", 1, *notes)
    outcome.lost += sum(status not in (202, 422) for status in statuses)
    return outcome


def at_once(site: Site, number: int = 50) -> Outcome:
    """One customer's messages at the same moment, on each channel."""
    customer = WebCustomer(site, 1, 0).begin()
    with ThreadPoolExecutor(number) as hands:
        list(hands.map(lambda n: customer.says("how long does delivery take?", f"{n}"), range(number)))
    for _ in range(number):
        site.says_on_telegram(900, "how long does delivery take?")
    site.settle()
    outcome = examine(site, f"{number} messages at once, on each channel", 1)
    outcome.out_of_order += _handled_out_of_order(site, customer.last)
    return outcome


def _handled_out_of_order(site: Site, message_id: int) -> int:
    query = """SELECT id FROM messages WHERE sender = 'customer' AND conversation_id =
               (SELECT conversation_id FROM messages WHERE id = :id) ORDER BY done_at, id"""
    order = [row[0] for row in site.rows(query, id=message_id)]
    return int(order != sorted(order))
