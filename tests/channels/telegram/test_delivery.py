"""Replies on their way from the outbox to the customers' phones."""

import asyncio
from contextlib import suppress
from datetime import datetime, timedelta

import sqlalchemy as sa

from bot.base.clock import now
from bot.channels.telegram.connection import connect
from bot.channels.telegram.delivery import Delivery
from bot.store.schema import messages
from tests.channels.telegram.shop import Shop, eventually
from tests.fakes.telegram_api import FakeTelegram

ANN, BEN = 7, 8
SENTENCES = [f"Sentence number {number} says that parcels arrive within three days." for number in range(150)]


def due_at(shop: Shop) -> datetime:
    """When the one postponed message is due."""
    with shop.database.read() as tx:
        found: datetime = tx.execute(sa.select(messages.c.due_at).where(messages.c.due_at.is_not(None))).scalar_one()
    return found


def test_a_reply_is_shown_with_its_buttons_one_in_a_row(shop: Shop, telegram: FakeTelegram) -> None:
    shop.customer(ANN)
    with shop.open():
        shop.replies(ANN, "Did this help?", "Yes, thank you", "No")
        shown = telegram.wait_for_message(ANN)
        eventually(lambda: shop.states(ANN) == ["sent"])
    assert shown.text == "Did this help?"
    rows = telegram.calls("sendMessage")[0]["reply_markup"]["inline_keyboard"]
    assert [[button["text"] for button in row] for row in rows] == [["Yes, thank you"], ["No"]]
    assert list(shown.buttons.values()) == [button.token for button in shop.transcript(ANN)[0].buttons]


def test_links_are_links_and_everything_else_is_shown_as_written(shop: Shop, telegram: FakeTelegram) -> None:
    shop.customer(ANN)
    with shop.open():
        shop.replies(ANN, 'See [your <orders>](https://shop.example/o?a=1&b="2") & <b>1 < 2</b> [x](javascript:y)')
        shown = telegram.wait_for_message(ANN)
    assert shown.text == "See your <orders> & <b>1 < 2</b> [x](javascript:y)"
    assert shown.links == ['https://shop.example/o?a=1&b="2"']


def test_a_long_reply_comes_in_parts_with_the_buttons_below_the_last(shop: Shop, telegram: FakeTelegram) -> None:
    shop.customer(ANN)
    with shop.open():
        shop.replies(ANN, " ".join(SENTENCES), "Thanks")
        telegram.wait_for_message(ANN, containing=SENTENCES[-1])
    parts = telegram.api.chats[ANN].messages
    assert " ".join(part.text for part in parts) == " ".join(SENTENCES)
    assert [list(part.buttons) for part in parts] == [[], [], ["Thanks"]]


def test_replies_arrive_in_order(shop: Shop, telegram: FakeTelegram) -> None:
    shop.customer(ANN)
    replies = [f"reply {number}" for number in range(20)]
    with shop.open():
        for reply in replies:
            shop.replies(ANN, reply)
        telegram.wait_for_message(ANN, containing=replies[-1])
    assert telegram.texts(ANN) == replies


def test_a_slow_chat_holds_up_no_other(shop: Shop, telegram: FakeTelegram) -> None:
    shop.customer(ANN)
    shop.customer(BEN)
    with shop.open():
        with telegram.held("sendMessage", ANN):
            shop.replies(ANN, "first")
            shop.replies(ANN, "second")
            shop.replies(BEN, "hello Ben")
            telegram.wait_for_message(BEN, containing="hello Ben")
            assert telegram.texts(ANN) == []
        telegram.wait_for_message(ANN, containing="second")
    assert telegram.texts(ANN) == ["first", "second"]


def test_many_chats_are_served(shop: Shop, telegram: FakeTelegram) -> None:
    chats = range(100, 130)
    for chat in chats:
        shop.customer(chat)
        shop.replies(chat, f"hello {chat}")
    with shop.open():
        for chat in chats:
            telegram.wait_for_message(chat, containing=f"hello {chat}")
    assert [telegram.texts(chat) for chat in chats] == [[f"hello {chat}"] for chat in chats]


def test_too_many_requests_waits_as_long_as_asked_and_others_go_on(shop: Shop, telegram: FakeTelegram) -> None:
    shop.customer(ANN)
    shop.customer(BEN)
    telegram.fail("sendMessage", 429, chat=ANN, retry_after=3)
    began = now()
    with shop.open():
        shop.replies(ANN, "first")
        shop.replies(ANN, "second")
        shop.replies(BEN, "hello Ben")
        telegram.wait_for_message(BEN, containing="hello Ben")
        telegram.wait_for_message(ANN, containing="second")
        eventually(lambda: shop.states(ANN) == ["sent", "sent"])
    assert telegram.texts(ANN) == ["first", "second"]
    assert due_at(shop) - began >= timedelta(seconds=3)
    chats = [call["chat_id"] for call in telegram.calls("sendMessage")]
    assert chats.count(ANN) == 3
    assert chats[-2:] == [ANN, ANN]


def test_a_long_reply_goes_on_where_it_was_interrupted(shop: Shop, telegram: FakeTelegram) -> None:
    shop.customer(ANN)
    telegram.fail("sendMessage", 429, chat=ANN, after=1, retry_after=1)
    with shop.open():
        shop.replies(ANN, " ".join(SENTENCES))
        telegram.wait_for_message(ANN, containing=SENTENCES[-1])
        eventually(lambda: shop.states(ANN) == ["sent"])
    assert shop.transcript(ANN)[0].attempts == 1
    assert " ".join(telegram.texts(ANN)) == " ".join(SENTENCES)


def test_a_blocked_customer_is_marked_and_the_reply_is_undeliverable(shop: Shop, telegram: FakeTelegram) -> None:
    shop.customer(ANN)
    telegram.fail("sendMessage", 403, chat=ANN)
    with shop.open():
        shop.replies(ANN, "are you there?")
        eventually(lambda: shop.states(ANN) == ["undeliverable"])
    assert shop.identity(ANN).unreachable_at
    assert telegram.texts(ANN) == []
    assert len(telegram.calls("sendMessage")) == 1


def test_a_refused_reply_is_undeliverable_and_the_next_one_goes_out(shop: Shop, telegram: FakeTelegram) -> None:
    shop.customer(ANN)
    telegram.fail("sendMessage", 400, chat=ANN)
    with shop.open():
        shop.replies(ANN, "refused")
        shop.replies(ANN, "accepted")
        telegram.wait_for_message(ANN, containing="accepted")
        eventually(lambda: shop.states(ANN) == ["undeliverable", "sent"])
    assert shop.identity(ANN).unreachable_at is None


def test_a_reply_survives_errors_and_broken_connections(shop: Shop, telegram: FakeTelegram) -> None:
    shop.customer(ANN)
    telegram.fail("sendMessage", 500)
    telegram.fail("sendMessage", None)
    with shop.open():
        shop.replies(ANN, "here I am")
        telegram.wait_for_message(ANN, containing="here I am")
        eventually(lambda: shop.states(ANN) == ["sent"])
    assert telegram.texts(ANN) == ["here I am"]
    assert shop.transcript(ANN)[0].attempts == 2


def test_what_is_being_sent_when_the_product_stops_is_not_sent_again(shop: Shop, telegram: FakeTelegram) -> None:
    shop.customer(ANN)
    asyncio.run(stopped_while_sending(shop, telegram))
    assert shop.states(ANN) == ["sent"]
    assert telegram.texts(ANN) == ["just in time"]


async def stopped_while_sending(shop: Shop, telegram: FakeTelegram) -> None:
    settings = shop.settings()
    async with connect(settings) as bot:
        running = asyncio.create_task(Delivery(bot, shop.database, shop.signals, settings, lambda: True).run())
        with telegram.held("sendMessage", ANN):
            shop.replies(ANN, "just in time")
            await asyncio.to_thread(telegram.wait_until, lambda: telegram.calls("sendMessage"))
            running.cancel()
            await asyncio.sleep(0)
        with suppress(asyncio.CancelledError):
            await running


def test_replies_written_while_the_product_was_off_are_delivered(shop: Shop, telegram: FakeTelegram) -> None:
    shop.customer(ANN)
    shop.replies(ANN, "good morning")
    with shop.open():
        telegram.wait_for_message(ANN, containing="good morning")
