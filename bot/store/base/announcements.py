"""What a transaction changed, told to everybody who listens once it is committed, in the order of commits.

Announced inside the transaction, so that none is forgotten and what is rolled back is never told. On SQLite they go
to the listeners of this process; PostgreSQL brings them to every process, this one included (listening.py).
"""

import json
from dataclasses import fields
from datetime import datetime
from typing import Any, Mapping, Optional, Sequence

import sqlalchemy as sa

from bot.base.signals import Announcement, is_chat
from bot.store.base.records import Button, Message

CHANNEL = "notouch"
# PostgreSQL takes less than 8,000 bytes.
MAX_BYTES = 7900

_NOTIFY = sa.text("SELECT pg_notify(:channel, :payload)").bindparams(channel=CHANNEL)
_DEFAULTS = {field.name: field.default for field in fields(Message)}
_MOMENTS = ("created_at", "due_at", "edited_at")


def announce(tx: Any, *subjects: str, written: Optional[Sequence[Message]] = None, handled: Sequence[int] = ()) -> None:
    """Tell who listens to the subjects of bot/base/signals.py, as soon as the transaction is committed.

    With a chat among them, `written` are all messages that were written to it, in order and with their buttons; left
    out, listeners look at the database. `handled` are the numbers of customers' messages that wait no longer.
    """
    told = Announcement(subjects, tuple(written or ()), tuple(handled), complete=written is not None)
    tx.get_execution_options()["announced"].append(told)


def together(announced: Sequence[Announcement]) -> Announcement:
    """All announcements of a transaction as one; without the messages where they are not of one chat."""
    subjects = tuple(dict.fromkeys(subject for one in announced for subject in one.subjects))
    complete = all(one.complete for one in announced) and sum(map(is_chat, subjects)) <= 1
    written = tuple(message for one in announced for message in one.written)
    handled = tuple(number for one in announced for number in one.handled)
    return Announcement(subjects, written if complete else (), handled, complete)


def notify(tx: Any, announcement: Announcement) -> None:
    """Hand it to PostgreSQL, which delivers it when the transaction is committed."""
    tx.execute(_NOTIFY, {"payload": encode(announcement)})


def encode(announcement: Announcement) -> str:
    """As JSON; without the messages where they are too long for PostgreSQL."""
    plain = {"subjects": announcement.subjects, "handled": announcement.handled}
    told = {**plain, "written": [_plain(message) for message in announcement.written]}
    payload = _json(told if announcement.complete else plain)
    return payload if len(payload.encode()) <= MAX_BYTES else _json(plain)


def decode(payload: str) -> Announcement:
    """The other way round.

    Raises:
        ValueError, LookupError, TypeError: this version doesn't understand it.
    """
    told = json.loads(payload)
    written = tuple(_message(row) for row in told.get("written", ()))
    return Announcement(tuple(told["subjects"]), written, tuple(told["handled"]), complete="written" in told)


def _json(told: Mapping[str, Any]) -> str:
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"), default=datetime.isoformat)


def _plain(message: Message) -> dict[str, Any]:
    told = {name: value for name, value in vars(message).items() if value != _DEFAULTS[name]}
    return {**told, "buttons": [(button.token, button.title) for button in message.buttons]}


def _message(row: Mapping[str, Any]) -> Message:
    # What another version added is left out.
    known = {name: value for name, value in row.items() if name in _DEFAULTS}
    moments = {name: datetime.fromisoformat(known[name]) for name in _MOMENTS if name in known}
    return Message(**{**known, **moments, "buttons": tuple(Button(*button) for button in row["buttons"])})
