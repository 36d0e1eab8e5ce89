"""Rows written as text, for tables that a person computes by hand.

    anna 2025-03-10T09:00  message_received answer_given +5m conversation_closed     a conversation, begun then
    anna 2025-03-12T10:00  elsewhere phone_call                                      touchpoints without one
    anna 2025-03-12T10:00  order total=1200 currency=EUR guest=no                    an order; nobody has no customer
    agent 2025-03-12T10:00 online 90m                                                agent 1 had the console open
    bert is anna                                                                     one customer, known as two

Touchpoints are a second apart, longer where +5m (s, m, h, d) stands between, and are written
kind=value:detail[column=text,...]; channel and language are `web` and `en` unless a line has channel=… or language=….
"""

import re
from datetime import datetime, timedelta, timezone
from itertools import count
from typing import Any, Iterator, Optional

from tests.metrics.brute_force.declared import JOURNEY
from tests.metrics.brute_force.rows import Order, Presence, Rows, Touchpoint

_EVENT = re.compile(r"(?P<kind>[a-z_]+)(=(?P<value>-?\d+))?(:(?P<detail>[^\[]+))?(\[(?P<columns>.+)\])?")
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}
_READ = {"confidence": float, "sentiment": float, "agent_id": int, "message_id": int, "total": int}


def told(text: str) -> Rows:
    return _Teller().tell(text)


class _Teller:
    def __init__(self) -> None:
        self.rows = Rows()
        self.names: dict[str, int] = {}
        self.numbers, self.conversations = count(1), count(1)

    def tell(self, text: str) -> Rows:
        for line in filter(None, (line.strip() for line in text.splitlines())):
            name, when, *words = line.split()
            if when == "is":
                self.rows.merged_into[self._number(name)] = self._number(words[0])
            else:
                at = datetime.fromisoformat(when)
                self._line(name, at if at.tzinfo else at.replace(tzinfo=timezone.utc), words)
        return self.rows

    def _number(self, name: str) -> int:
        return self.names.setdefault(name, len(self.names) + 1)

    def _line(self, name: str, at: datetime, words: list[str]) -> None:
        at = at.astimezone(timezone.utc)
        if words[0] == "online":
            self.rows.presences.append(Presence(1, at, at + _duration(words[1])))
        elif words[0] == "order":
            self.rows.orders.append(self._order(name, at, dict(word.split("=") for word in words[1:])))
        elif words[0] == "elsewhere":
            self._touchpoints(name, at, words[1:], None)
        else:
            self._touchpoints(name, at, ["conversation_started", *words], next(self.conversations))

    def _order(self, name: str, at: datetime, columns: dict[str, str]) -> Order:
        known = None if name == "nobody" else self._number(name)
        return Order(len(self.rows.orders) + 1, at.date(), at, known, **_read(columns))

    def _touchpoints(self, name: str, at: datetime, words: list[str], conversation: Optional[int]) -> None:
        profile = {"channel": "web", "language": "en"}
        profile.update(word.split("=") for word in words if word.startswith(("channel=", "language=")))
        for moment, event in _timed(at, [word for word in words if not word.startswith(("channel=", "language="))]):
            columns = {**profile, **_parsed(event)}
            where = dict(customer_id=self._number(name), conversation_id=conversation)
            self.rows.touchpoints.append(Touchpoint(next(self.numbers), at=moment, **where, **columns))


def _timed(at: datetime, words: list[str]) -> Iterator[tuple[datetime, str]]:
    for word in words:
        if word.startswith("+"):
            at += _duration(word[1:]) - timedelta(seconds=1)
        else:
            yield at, word
            at += timedelta(seconds=1)


def _duration(word: str) -> timedelta:
    return timedelta(**{_UNITS[word[-1]]: float(word[:-1])})


def _parsed(event: str) -> dict[str, Any]:
    found = _EVENT.fullmatch(event)
    assert found, event
    declared = JOURNEY["kinds"][found["kind"]]
    more = dict(pair.split("=") for pair in (found["columns"] or "").split(",") if pair)
    columns = {"stage": declared["stage"], "engagement": declared["engagement"], "detail": found["detail"], **more}
    return _read({**columns, "kind": found["kind"], "value": int(found["value"]) if found["value"] else None})


def _read(columns: dict[str, Any]) -> dict[str, Any]:
    if "guest" in columns:
        columns = {**columns, "guest": columns["guest"] == "yes"}
    return {name: _READ[name](value) if name in _READ else value for name, value in columns.items()}
