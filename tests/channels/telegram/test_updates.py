"""What customers do on Telegram, and what is stored of it."""

import pytest
import sqlalchemy as sa
from structlog.testing import capture_logs

from bot.base.content import Content
from bot.cli.imports import add_samples
from bot.store.schema import touchpoints
from tests.channels.telegram.shop import Shop, eventually
from tests.fakes.telegram_api import FakeTelegram

ANN, BEN = 7, 8


def phrasings(content: Content, name: str, language: str) -> set[str]:
    return {content.text(name, language) for _ in range(50)}


def test_a_text_is_stored_and_the_customer_sees_that_somebody_types(shop: Shop, telegram: FakeTelegram) -> None:
    with shop.open():
        telegram.customer_says(ANN, "Where is my parcel?")
        telegram.wait_until(lambda: telegram.api.chats[ANN].actions == ["typing"])
    (message,) = shop.transcript(ANN)
    assert (message.text, message.state, message.sender) == ("Where is my parcel?", "new", "customer")


def test_nobody_types_for_a_customer_who_talks_to_a_human(shop: Shop, telegram: FakeTelegram) -> None:
    shop.customer(ANN)
    shop.hand_over(ANN)
    with shop.open():
        telegram.customer_says(ANN, "are you there?")
        telegram.customer_says(BEN, "hello")
        telegram.wait_until(lambda: telegram.api.chats[BEN].actions)
    assert telegram.api.chats[ANN].actions == []


@pytest.mark.parametrize(("code", "language"), [("ko", "ko"), ("ko-KR", "ko"), ("kok", "en"), ("pt-br", "en")])
def test_the_language_is_that_of_the_customers_telegram(
    shop: Shop, telegram: FakeTelegram, code: str, language: str
) -> None:
    telegram.enters(ANN, language=code)
    with shop.open():
        telegram.customer_says(ANN, "안녕하세요")
        eventually(lambda: shop.said(ANN))
    assert shop.identity(ANN).language == language


@pytest.mark.parametrize(
    ("typed", "stored"),
    [("/start", "/start"), ("/start from_poster", "/start"), ('/rate{"rating": 5}', '/rate{"rating": 5}')],
)
def test_what_begins_with_a_slash_is_text(shop: Shop, telegram: FakeTelegram, typed: str, stored: str) -> None:
    with shop.open():
        telegram.customer_says(ANN, typed)
        eventually(lambda: shop.said(ANN) == [stored])
    assert shop.transcript(ANN)[0].button_token is None


def test_messages_are_stored_in_the_order_they_were_sent(shop: Shop, telegram: FakeTelegram) -> None:
    for number in range(50):
        telegram.customer_says(ANN, f"message {number}")
    with shop.open():
        telegram.wait_until_taken()
    assert shop.said(ANN) == [f"message {number}" for number in range(50)]


def test_an_update_delivered_twenty_times_is_one_message(shop: Shop, telegram: FakeTelegram) -> None:
    telegram.customer_says(ANN, "hello", times=20)
    with shop.open():
        telegram.wait_until_taken()
    assert shop.said(ANN) == ["hello"]


def test_an_edit_changes_the_message_and_begins_no_new_one(shop: Shop, telegram: FakeTelegram) -> None:
    message_id = telegram.customer_says(ANN, "I want to ruturn it")
    with shop.open():
        eventually(lambda: shop.said(ANN))
        telegram.edits(ANN, message_id, "I want to return it")
        eventually(lambda: shop.said(ANN) == ["I want to return it"])
    assert shop.transcript(ANN)[0].edited_at


def test_an_edit_of_what_we_never_had_changes_nothing(shop: Shop, telegram: FakeTelegram) -> None:
    telegram.edits(ANN, 99, "corrected")
    with shop.open():
        telegram.wait_until_taken()
    assert not shop.is_known(ANN)


def test_a_pressed_button_is_stored_with_its_token_and_answered(shop: Shop, telegram: FakeTelegram) -> None:
    shop.customer(ANN)
    with shop.open():
        shop.replies(ANN, "Did this help?", "Yes", "No")
        telegram.wait_for_message(ANN, "Did this help?")
        query = telegram.presses(ANN, "Yes", times=20)
        assert telegram.wait_for_answer(query) is None
        telegram.wait_until_taken()
    assert shop.said(ANN) == ["Yes"]
    assert shop.transcript(ANN)[1].button_token == telegram.token_of(ANN, "Yes")


@pytest.mark.parametrize("token", ["made-up", '/rate{"rating": 5}', "\x00", "\ud800"])
def test_a_forged_button_is_answered_and_has_no_effect(shop: Shop, telegram: FakeTelegram, token: str) -> None:
    telegram.enters(ANN, language="ko")
    with shop.open():
        answer = telegram.wait_for_answer(telegram.presses_token(ANN, token))
    assert answer in phrasings(shop.content, "utter_button_unknown", "ko")
    assert shop.transcript(ANN) == []


def test_a_button_of_another_chat_has_no_effect(shop: Shop, telegram: FakeTelegram) -> None:
    shop.customer(ANN)
    with shop.open():
        shop.replies(ANN, "Did this help?", "Yes")
        telegram.wait_for_message(ANN, "Did this help?")
        answer = telegram.wait_for_answer(telegram.presses_token(BEN, telegram.token_of(ANN, "Yes")))
    assert answer in phrasings(shop.content, "utter_button_unknown", "en")
    assert shop.said(ANN) == shop.said(BEN) == []


def test_a_sticker_gets_a_hint_and_is_not_stored(shop: Shop, telegram: FakeTelegram) -> None:
    telegram.enters(ANN, language="ko")
    with shop.open():
        telegram.sends_sticker(ANN)
        shown = telegram.wait_for_message(ANN)
    assert shown.text in phrasings(shop.content, "utter_text_only", "ko")
    assert shop.transcript(ANN) == []


def test_a_photo_is_worth_its_caption(shop: Shop, telegram: FakeTelegram) -> None:
    with shop.open():
        telegram.sends_photo(ANN, caption="It came broken")
        telegram.sends_photo(BEN)
        eventually(lambda: shop.said(ANN) == ["It came broken"])
        assert telegram.wait_for_message(BEN).text in phrasings(shop.content, "utter_text_only", "en")
    assert telegram.texts(ANN) == []


def test_an_album_gets_one_hint(shop: Shop, telegram: FakeTelegram) -> None:
    with shop.open():
        with telegram.held("sendMessage", ANN):
            for _ in range(10):
                telegram.sends_photo(ANN)
            telegram.wait_until_taken()
        telegram.wait_for_message(ANN)
    assert len(telegram.calls("sendMessage")) == 1


def test_what_telegram_only_reports_gets_no_hint(shop: Shop, telegram: FakeTelegram) -> None:
    telegram.sends(ANN, {"message_auto_delete_timer_changed": {"message_auto_delete_time": 60}})
    telegram.customer_says(ANN, "hello")
    with shop.open():
        telegram.wait_until_taken()
    assert telegram.texts(ANN) == []
    assert shop.said(ANN) == ["hello"]


def test_who_blocks_the_bot_is_unreachable_until_they_return(shop: Shop, telegram: FakeTelegram) -> None:
    shop.customer(ANN)
    with shop.open():
        telegram.kicks(ANN)
        eventually(lambda: shop.identity(ANN).unreachable_at)
        telegram.unblocks(ANN)
        eventually(lambda: not shop.identity(ANN).unreachable_at)


def test_who_writes_again_is_reachable(shop: Shop, telegram: FakeTelegram) -> None:
    shop.customer(ANN)
    with shop.open():
        telegram.kicks(ANN)
        eventually(lambda: shop.identity(ANN).unreachable_at)
        telegram.customer_says(ANN, "I am back")
        eventually(lambda: shop.said(ANN))
    assert shop.identity(ANN).unreachable_at is None


def test_blocking_by_a_stranger_leaves_no_trace(shop: Shop, telegram: FakeTelegram) -> None:
    telegram.kicks(ANN)
    with shop.open():
        telegram.wait_until_taken()
    assert not shop.is_known(ANN)


def test_groups_are_ignored(shop: Shop, telegram: FakeTelegram) -> None:
    telegram.group_says(-100, "hello everybody", sender=ANN)
    telegram.customer_says(BEN, "hello")
    with shop.open(), capture_logs() as logs:
        telegram.wait_until_taken()
    assert not shop.is_known(-100)
    assert not shop.is_known(ANN)
    assert telegram.calls("sendMessage") == []
    assert [entry for entry in logs if entry["log_level"] in ("warning", "error")] == []


@pytest.mark.parametrize("broken", [{"message": {"text": "my secret"}}, {"message": 5}, {"callback_query": {}}, {}])
def test_an_update_that_makes_no_sense_is_skipped(
    shop: Shop, telegram: FakeTelegram, broken: dict[str, object]
) -> None:
    telegram.deliver(broken)
    telegram.customer_says(ANN, "next please")
    with shop.open(), capture_logs() as logs:
        telegram.wait_until_taken()
    assert shop.said(ANN) == ["next please"]
    assert "my secret" not in str(logs)


def test_a_link_to_the_bot_tells_how_the_customer_came(shop: Shop, telegram: FakeTelegram) -> None:
    add_samples(shop.database)
    with shop.open():
        telegram.customer_says(ANN, "/start loc-riverside_ref-BEN_cmp-poster", times=3)
        telegram.customer_says(ANN, "/start loc-atlantis_cmp-poster")
        telegram.customer_says(ANN, "start loc-northgate")
        eventually(lambda: len(shop.said(ANN)) == 3)
    assert shop.said(ANN) == ["/start", "/start", "start loc-northgate"]
    with shop.database.read() as tx:
        rows = tx.execute(sa.select(touchpoints).order_by(touchpoints.c.id)).all()
    assert [(row.kind, row.location, row.detail) for row in rows] == [
        ("conversation_started", "riverside", None),
        ("referred", "riverside", "BEN"),
        ("campaign_entered", "riverside", "poster"),
    ]
