"""A stand-in for Telegram: its servers, spoken to over real HTTP, and the customers on their phones.

    with FakeTelegram() as telegram:                # settings: telegram.token and telegram.url
        telegram.customer_says(7, "hello")
        telegram.wait_for_message(7, containing="Hi")
        telegram.presses(7, "Yes")
        telegram.fail("sendMessage", 429, chat=7, retry_after=2)

It refuses what Telegram refuses: a wrong token, unknown chats, 4097 characters, bad HTML, 65 bytes of callback data,
two who poll, polling beside a webhook. With a webhook set it brings the updates there, again until they are accepted.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from itertools import count
from typing import Any, Optional, TypeVar

from tests.fakes.http_server import HttpServer
from tests.fakes.telegram_http import Postman, bot_api
from tests.fakes.telegram_methods import BotApi, Chat, Failure, Shown

TOKEN = "123456789:AAFakeTokenThatMustNeverBeSeenInAnyLog0"
PATIENCE_SECONDS = 15.0
Found = TypeVar("Found")


class FakeTelegram:
    def __init__(self, token: str = TOKEN) -> None:
        self.token = token
        self.api = BotApi(token)
        self.postman = Postman(self.api)
        self._server = HttpServer()
        self.url = self._server.url
        self._update_ids = count(1000)
        self._query_ids = count(1)
        self._open = ExitStack()

    def __enter__(self) -> "FakeTelegram":
        self._open.enter_context(self._server.serving(bot_api(self.api)))
        self._open.callback(self._close)
        self.postman.start()
        return self

    def __exit__(self, *exception: object) -> None:
        self._open.close()

    def _close(self) -> None:
        with self.api.changed:
            self.api.closed = True
            self.api.changed.notify_all()
        self.postman.join()

    # What customers do. With `times` the same update is delivered that often, through a webhook all at once.

    def enters(self, chat: int, name: str = "Ada", language: str = "en") -> None:
        """Say who is in a chat; otherwise it is Ada, in English."""
        self.api.chats[chat] = Chat(name, language)

    def customer_says(self, chat: int, text: str, times: int = 1) -> int:
        """The customer sends a text; its message id."""
        return self.sends(chat, {"text": text}, times)

    def sends_sticker(self, chat: int) -> int:
        sticker = {"file_id": "s", "file_unique_id": "s", "width": 1, "height": 1, "type": "regular"}
        return self.sends(chat, {"sticker": sticker | {"is_animated": False, "is_video": False}})

    def sends_photo(self, chat: int, caption: Optional[str] = None) -> int:
        photo = {"photo": [{"file_id": "p", "file_unique_id": "p", "width": 1, "height": 1}]}
        return self.sends(chat, photo | ({"caption": caption} if caption else {}))

    def sends(self, chat: int, content: dict[str, Any], times: int = 1) -> int:
        """A message with any content; its message id."""
        message = self.written(chat, content)
        self.deliver({"message": message}, times)
        return int(message["message_id"])

    def written(self, chat: int, content: dict[str, Any]) -> dict[str, Any]:
        """A message that the customer wrote, not delivered by itself."""
        return self._message(chat, next(self.api.message_ids)) | content

    def edits(self, chat: int, message_id: int, text: str) -> None:
        message = self._message(chat, message_id) | {"text": text, "edit_date": int(time.time())}
        self.deliver({"edited_message": message})

    def presses(self, chat: int, title: str, times: int = 1) -> str:
        """The customer presses the newest button of that title; the id of the callback query."""
        return self.presses_token(chat, self.token_of(chat, title), times)

    def presses_token(self, chat: int, data: str, times: int = 1) -> str:
        """A press with any callback data, as a forger could send it."""
        query_id = str(next(self._query_ids))
        with self.api.changed:
            self.api.waiting_callbacks.add(query_id)
        query = {"id": query_id, "from": self._user(chat), "chat_instance": "1", "data": data}
        self.deliver({"callback_query": query | {"message": self._message(chat, 1) | {"text": "..."}}}, times)
        return query_id

    def kicks(self, chat: int) -> None:
        """The customer blocks the bot."""
        self._member(chat, blocked=True)

    def unblocks(self, chat: int) -> None:
        self._member(chat, blocked=False)

    def group_says(self, group: int, text: str, sender: int = 1) -> None:
        place = {"chat": {"id": group, "type": "supergroup", "title": "Group"}}
        self.deliver({"message": self._message(sender, next(self.api.message_ids)) | place | {"text": text}})

    def deliver(self, update: dict[str, Any], times: int = 1) -> None:
        """Any update at all; its number is added."""
        numbered = {"update_id": next(self._update_ids), **update}
        with self.api.changed:
            self.api.updates += [numbered] * times
            self.api.changed.notify_all()

    # What tests look at.

    def fail(
        self,
        method: str,
        status: Optional[int],
        chat: Optional[int] = None,
        after: int = 0,
        times: int = 1,
        **parameters: Any,
    ) -> None:
        """Answer `times` calls, after `after` good ones, with a status (429 with `retry_after=`); None drops them."""
        with self.api.changed:
            self.api.failures.append(Failure(method, status, chat, after, times, parameters))

    @contextmanager
    def held(self, method: str, chat: int) -> Iterator[None]:
        """Within the block, calls of the method to this chat get no answer; afterwards they go on."""
        with self.api.changed:
            self.api.held.add((method, chat))
        yield
        with self.api.changed:
            self.api.held.discard((method, chat))
            self.api.changed.notify_all()

    def texts(self, chat: int) -> list[str]:
        """What the bot wrote in a chat."""
        with self.api.changed:
            return [shown.text for shown in self.api.chats[chat].messages] if chat in self.api.chats else []

    def token_of(self, chat: int, title: str) -> str:
        """The callback data of the newest button of that title."""
        with self.api.changed:
            return next(m.buttons[title] for m in reversed(self.api.chats[chat].messages) if title in m.buttons)

    def calls(self, method: str) -> list[dict[str, Any]]:
        """The parameters of all calls of a method so far."""
        with self.api.changed:
            return [params for name, params in self.api.calls if name == method]

    def wait_for_message(self, chat: int, containing: str = "", after: int = 0) -> Shown:
        """The first message of the bot's with that text, later than message number `after`."""

        def found() -> Optional[Shown]:
            messages = self.api.chats[chat].messages if chat in self.api.chats else []
            return next((m for m in messages if containing in m.text and m.message_id > after), None)

        return self.wait_until(found, f"chat {chat} to see {containing!r}")

    def wait_for_answer(self, query_id: str) -> Optional[str]:
        """The text that answered a press, None for an answer without text."""
        self.wait_until(lambda: query_id in self.api.answers, f"callback query {query_id} to be answered")
        return self.api.answers[query_id]

    def wait_until_taken(self) -> None:
        """Until the bot has confirmed all updates."""
        self.wait_until(lambda: not self.api.updates, "all updates to be taken")

    def wait_until(self, condition: Callable[[], Optional[Found]], what: str = "a change") -> Found:
        """What `condition` gives as soon as it is true; it is asked whenever something happens here."""
        with self.api.changed:
            found = self.api.changed.wait_for(condition, PATIENCE_SECONDS)
            assert found, f"waited in vain for {what}; the chats are {self.api.chats}"
            return found

    def _message(self, chat: int, message_id: int) -> dict[str, Any]:
        user = self._user(chat)
        place = {"id": chat, "type": "private", "first_name": user["first_name"]}
        return {"message_id": message_id, "date": int(time.time()), "chat": place, "from": user}

    def _user(self, chat: int) -> dict[str, Any]:
        known = self.api.chats.setdefault(chat, Chat())
        return {"id": chat, "is_bot": False, "first_name": known.name, "language_code": known.language}

    def _member(self, chat: int, blocked: bool) -> None:
        message = self._message(chat, 0)
        self.api.chats[chat].blocked = blocked
        bot = {"id": 1, "is_bot": True, "first_name": "Shop"}
        kicked, member = {"user": bot, "status": "kicked", "until_date": 0}, {"user": bot, "status": "member"}
        old, new = (member, kicked) if blocked else (kicked, member)
        change = {"old_chat_member": old, "new_chat_member": new}
        self.deliver({"my_chat_member": {key: message[key] for key in ("date", "chat", "from")} | change})
