"""The chat API over HTTP: sessions, sending once, reading, limits, and keeping strangers out."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest

from bot.base import signals as subjects
from bot.base.signals import Signals
from bot.channels.web import auth
from bot.store.base.database import Database
from tests.channels.web.visitors import Chats, Visitor

YES_NO = ({"title": "Yes", "payload": "/affirm"}, {"title": "No", "payload": "/deny"})


@pytest.mark.parametrize(
    ("body", "header", "expected"),
    [({"language": "ko"}, "en", "ko"), ({"language": "xx"}, "fr, ko;q=0.8", "ko"), (None, "", "en")],
)
def test_a_session_has_a_language(
    http: httpx.Client, database: Database, body: Any, header: str, expected: str
) -> None:
    made = http.post("/chat/sessions", json=body, headers={"Accept-Language": header})
    assert made.status_code == 201
    assert made.json()["language"] == expected
    identity = auth.find_session(database, made.json()["token"])
    assert identity is not None
    assert identity.language == expected


def test_a_session_needs_no_body(http: httpx.Client) -> None:
    assert http.post("/chat/sessions").status_code == 201


def test_a_message_is_stored_when_it_is_acknowledged(visitor: Visitor, chats: Chats) -> None:
    answer = visitor.post(text=" Where is\u0000 my order?\r\n", client_id="1")
    assert answer.status_code == 202
    [stored] = chats.transcript(visitor)
    assert answer.json() == {"id": stored.id, "created_at": stored.created_at.isoformat()}
    assert (stored.text, stored.state, stored.sender) == ("Where is my order?", "new", "customer")


def test_the_same_client_id_is_the_same_message(visitor: Visitor, other: Visitor, chats: Chats) -> None:
    first = visitor.post(text="hello", client_id="1")
    again = visitor.post(text="hello", client_id="1")
    assert again.status_code == 202
    assert again.json() == first.json()
    assert other.post(text="hello", client_id="1").json()["id"] != first.json()["id"]
    assert len(chats.transcript(visitor)) == 1


def test_twenty_at_once_are_one_message(visitor: Visitor, chats: Chats) -> None:
    with ThreadPoolExecutor(20) as threads:
        answers = list(threads.map(lambda _: visitor.post(text="hello", client_id="same"), range(20)))
    assert {answer.status_code for answer in answers} == {202}
    assert len({answer.json()["id"] for answer in answers}) == 1
    assert len(chats.transcript(visitor)) == 1


REFUSED = [
    ({"client_id": "1"}, "send either text or button"),
    ({"client_id": "1", "text": "a", "button": "b"}, "send either text or button"),
    ({"client_id": "1", "text": ""}, "The message is empty."),
    ({"client_id": "1", "text": " \u0000\u200b\ud800"}, "The message is empty."),
    ({"client_id": "1", "text": "a" * 4097}, "ensure this value has at most 4096 characters"),
    ({"client_id": "1", "button": "unknown"}, "This button is not known in this chat."),
    ({"client_id": "1", "button": "\u0000"}, "string does not match regex"),
    ({"client_id": "1", "button": "b" * 65}, "string does not match regex"),
    ({"client_id": "", "text": "a"}, "ensure this value has at least 1 characters"),
    ({"client_id": "a" * 65, "text": "a"}, "ensure this value has at most 64 characters"),
    ({"client_id": "a\nb", "text": "a"}, "use printable characters only"),
    ({"client_id": "\ud800", "text": "a"}, "use printable characters only"),
    ({"text": "a"}, "field required"),
]


def test_what_is_not_a_message_is_refused_with_the_reason(visitor: Visitor, chats: Chats) -> None:
    for body, reason in REFUSED:
        answer = visitor.post(**body)
        assert answer.status_code == 422, body
        assert answer.json()["detail"][0]["msg"].startswith(reason), body
    assert chats.transcript(visitor) == []


def test_the_longest_message_is_taken_whole(visitor: Visitor, chats: Chats) -> None:
    assert visitor.post(text="😀" * 4096, client_id="😀" * 64).status_code == 202
    assert len(chats.transcript(visitor)[0].text) == 4096


def test_reading_gives_messages_in_order_with_their_buttons(visitor: Visitor, chats: Chats) -> None:
    visitor.says("Did my order leave?")
    chats.answer(visitor, "It did.", "Did this help?", choices=YES_NO)
    chats.write_as("agent", visitor, "Mina here.")
    question, answer, helpful, agent = visitor.reads()
    assert [m["sender"] for m in (question, answer, helpful, agent)] == ["customer", "bot", "bot", "agent"]
    assert question["client_id"] == "c0"
    assert "client_id" not in answer
    assert [button["title"] for button in helpful["buttons"]] == ["Yes", "No"]
    assert set(helpful["buttons"][0]) == {"token", "title"}
    assert question["created_at"].endswith("+00:00")
    assert visitor.reads(after=answer["id"]) == [helpful, agent]
    assert visitor.reads(after=agent["id"]) == []


def test_messages_tell_the_language_that_their_conversation_is_held_in(visitor: Visitor, chats: Chats) -> None:
    visitor.says("배송은 얼마나 걸려요?")
    assert [message["language"] for message in visitor.reads()] == ["en"]
    chats.go_on_in("ko", visitor)
    chats.answer(visitor, "3~5일 걸려요.")
    assert [message["language"] for message in visitor.reads()] == ["ko", "ko"]


def test_a_button_is_a_message_with_its_title(visitor: Visitor, chats: Chats) -> None:
    visitor.says("hello")
    chats.answer(visitor, "Did this help?", choices=YES_NO)
    token = visitor.reads()[-1]["buttons"][0]["token"]
    assert visitor.post(button=token, client_id="pressed").status_code == 202
    pressed = chats.transcript(visitor)[-1]
    assert (pressed.text, pressed.button_token) == ("Yes", token)


def test_reading_marks_replies_as_sent_once(visitor: Visitor, chats: Chats, signals: Signals) -> None:
    visitor.says("hello")
    chats.answer(visitor, "Hi!")
    conversation = chats.transcript(visitor)[0].conversation_id
    told: list[str] = []
    with signals.listen(lambda _: told.append("changed"), subjects.conversation(conversation)):
        visitor.reads()
        visitor.reads()
    assert [m.state for m in chats.transcript(visitor)] == ["handled", "sent"]
    assert told == ["changed"]


def test_a_long_chat_is_read_in_pages(visitor: Visitor, chats: Chats) -> None:
    visitor.says("hello")
    chats.answer(visitor, *[f"reply {number}" for number in range(210)])
    first = visitor.reads()
    rest = visitor.reads(after=first[-1]["id"])
    assert (len(first), len(rest)) == (200, 11)
    assert [m["text"] for m in first + rest][1:] == [f"reply {number}" for number in range(210)]


def test_a_number_that_no_message_has_is_refused(visitor: Visitor) -> None:
    for after in ("-1", "x", str(2**63), "9" * 400):
        answer = visitor.http.get("/chat/messages", params={"after": after}, headers=visitor.headers)
        assert answer.status_code == 422, after


def test_without_the_token_nobody_gets_in(http: httpx.Client) -> None:
    for header in (
        {},
        *[{"Authorization": v} for v in (b"Bearer", b"Bearer wrong", b"Basic dXNlcg==", b"Bearer \xe9")],
    ):
        for answer in (
            http.get("/chat/messages", headers=header),
            http.post("/chat/messages", headers=header, json={"text": "hello", "client_id": "1"}),
        ):
            assert answer.status_code == 401, header
            assert answer.headers["WWW-Authenticate"] == "Bearer"


def test_nobody_reads_or_presses_in_the_chat_of_another(visitor: Visitor, other: Visitor, chats: Chats) -> None:
    visitor.says("my secret")
    chats.answer(visitor, "It is safe.", choices=YES_NO)
    token = visitor.reads()[-1]["buttons"][0]["token"]
    assert other.reads() == []
    assert other.post(button=token, client_id="1").status_code == 422
    assert chats.transcript(other) == []
    assert [m.text for m in chats.transcript(visitor)] == ["my secret", "It is safe."]


def test_a_session_may_not_flood(serve: Callable[..., httpx.Client]) -> None:
    http = serve(messages_per_minute=2)
    visitor, other = Visitor.new(http), Visitor.new(http)
    answers = [visitor.post(text="hello", client_id=str(number)) for number in range(3)]
    assert [answer.status_code for answer in answers] == [202, 202, 429]
    assert answers[-1].headers["Retry-After"] == "30"
    assert other.post(text="hello", client_id="1").status_code == 202


def test_an_address_may_not_open_sessions_without_end(serve: Callable[..., httpx.Client]) -> None:
    http = serve(sessions_per_minute=1)
    assert http.post("/chat/sessions").status_code == 201
    refused = http.post("/chat/sessions")
    assert refused.status_code == 429
    assert refused.headers["Retry-After"] == "60"
