"""Receipts are written for many replies at once, and none is lost while the database is away."""

from collections.abc import Sequence
from datetime import datetime, timezone

import pytest

from bot.channels.web import receipts
from bot.channels.web.receipts import Receipts
from bot.store.base.records import Message
from tests.waiting import until

AT = datetime(2026, 6, 1, tzinfo=timezone.utc)


def reply(number: int) -> Message:
    return Message(number, 1, "web", "bot", "Hi!", "pending", AT)


class Writer:
    def __init__(self, fails: int = 0) -> None:
        self.fails = fails
        self.written: list[list[int]] = []

    def __call__(self, shown: Sequence[Message]) -> None:
        if self.fails:
            self.fails -= 1
            raise OSError("the database is away")
        self.written.append([message.id for message in shown])


def test_what_is_shown_at_about_the_same_time_is_written_together() -> None:
    writer = Writer()
    noted = Receipts(writer)
    for number in range(50):
        noted.add([reply(number)])
    until(lambda: writer.written)
    noted.add([reply(50)])
    until(lambda: len(writer.written) == 2)
    assert writer.written == [list(range(50)), [50]]


def test_nothing_shown_is_nothing_written() -> None:
    writer = Writer()
    Receipts(writer).add([])
    assert not writer.written


def test_what_could_not_be_written_is_written_later(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(receipts, "_AGAIN_SECONDS", 0.01)
    writer = Writer(fails=2)
    noted = Receipts(writer)
    noted.add([reply(1)])
    until(lambda: not writer.fails)
    until(lambda: writer.written)
    assert writer.written == [[1]]
