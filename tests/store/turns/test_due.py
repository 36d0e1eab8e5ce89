"""What is put off comes again in time, also when the clock was set back meanwhile."""

from datetime import timedelta

import pytest

from bot.base.clock import now
from bot.base.content import Content
from bot.store.base.database import Database
from bot.store.chat import messages
from bot.store.turns import claims, outbox
from tests.customer import Customer
from tests.turn.test_runner import Slow

_HOUR = timedelta(hours=1)


def _put_off(database: Database, message_id: int, by: timedelta) -> None:
    with database.write() as tx:
        tx.execute(messages.messages.update().where(messages.messages.c.id == message_id).values(due_at=now() + by))


@pytest.mark.parametrize(("by", "is_due"), [(-_HOUR, True), (timedelta(minutes=1), False), (_HOUR, True)])
def test_in_and_out(database: Database, content: Content, by: timedelta, is_due: bool) -> None:
    customer = Customer(database, content, Slow(), channel="telegram")
    (reply,) = customer.says("one")
    waiting = customer.sends("two")
    _put_off(database, reply.id, by)
    _put_off(database, waiting.id, by)
    with database.read() as tx:
        assert [message.id for message, _, _ in outbox.pending(tx, "telegram")] == [reply.id] * is_due
    taken = claims.take_waiting(database, claims.claim_for("me"), 10)
    assert taken == [waiting.conversation_id] * is_due


def test_nothing_is_put_off_for_longer_than_is_believed(database: Database, content: Content) -> None:
    customer = Customer(database, content, Slow(), channel="telegram")
    (reply,) = customer.says("one")
    with database.write() as tx:
        messages.postpone(tx, reply.id, now() + _HOUR, "wait for an hour")
    with database.read() as tx:
        assert outbox.pending(tx, "telegram") == []
