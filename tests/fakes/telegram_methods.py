"""The methods of the Bot API that a support bot uses, with what they refuse. telegram_api.py serves them."""

import re
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from html import unescape
from itertools import count
from typing import Any, Optional

_TAG = re.compile(r'<a href="([^"<>]+)">|</a>|</?(?:b|i|u|s|code|pre)>')
_DESCRIPTIONS = {
    400: "Bad Request: chat not found",
    401: "Unauthorized",
    403: "Forbidden: bot was blocked by the user",
    404: "Not Found",
    429: "Too Many Requests: retry later",
    500: "Internal Server Error",
}


class Refused(Exception):
    """What the server answers instead of a result."""

    def __init__(self, status: int, description: str = "", **parameters: Any) -> None:
        super().__init__(description)
        self.status = status
        self.body = {"ok": False, "error_code": status, "description": description or _DESCRIPTIONS[status]}
        if parameters:
            self.body["parameters"] = parameters


class Dropped(Exception):
    """The connection breaks before the answer is complete."""


@dataclass
class Shown:
    """A message as the customer reads it. `buttons` is the callback data by title, one row each."""

    message_id: int
    text: str
    links: list[str]
    buttons: dict[str, str]


@dataclass
class Chat:
    name: str = "Ada"
    language: str = "en"
    blocked: bool = False
    messages: list[Shown] = field(default_factory=list)
    actions: list[str] = field(default_factory=list)


@dataclass
class Failure:
    """Calls of a method (to one chat, if given) go wrong: `times` of them, those before `after` excepted.

    Without a status the connection drops.
    """

    method: str
    status: Optional[int]
    chat: Optional[int]
    after: int
    times: int
    parameters: dict[str, Any]
    seen: int = 0

    def strikes(self, method: str, params: dict[str, Any]) -> bool:
        if self.method != method or self.chat not in (None, params.get("chat_id")):
            return False
        self.seen += 1
        return self.after < self.seen <= self.after + self.times


class BotApi:
    """Everything Telegram knows. Look at it with `changed` held; every call notifies it."""

    def __init__(self, token: str) -> None:
        self.token = token
        self.changed = threading.Condition()
        self.closed = False
        self.chats: dict[int, Chat] = {}
        self.updates: list[dict[str, Any]] = []  # what the bot has not confirmed yet
        self.webhook: Optional[dict[str, Any]] = None
        self.answers: dict[str, Optional[str]] = {}  # by id of the callback query
        self.waiting_callbacks: set[str] = set()
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.failures: list[Failure] = []
        self.held: set[tuple[str, int]] = set()  # method and chat that get no answer for now
        self.message_ids = count(1)
        self._polls = 0
        self._methods: dict[str, Callable[..., Any]] = {
            "getMe": self._get_me,
            "getUpdates": self._get_updates,
            "setWebhook": self._set_webhook,
            "deleteWebhook": self._delete_webhook,
            "sendMessage": self._send_message,
            "sendChatAction": self._send_chat_action,
            "answerCallbackQuery": self._answer_callback_query,
            "editMessageReplyMarkup": self._edit_message_reply_markup,
        }

    def call(self, token: str, method: str, params: dict[str, Any]) -> Any:
        """The result of one request. Raises Refused or Dropped."""
        with self.changed:
            if token != self.token:
                raise Refused(401)
            if method not in self._methods:
                raise Refused(404)
            self.calls.append((method, params))
            self.changed.notify_all()
            self.changed.wait_for(lambda: (method, params.get("chat_id")) not in self.held or self.closed)
            self._fail_if_told(method, params)
            result = self._methods[method](**params)
            self.changed.notify_all()
            return result

    def _fail_if_told(self, method: str, params: dict[str, Any]) -> None:
        failure = next((f for f in self.failures if f.strikes(method, params)), None)
        if failure is not None:
            raise Refused(failure.status, **failure.parameters) if failure.status else Dropped

    def _get_me(self) -> dict[str, Any]:
        return {"id": 1, "is_bot": True, "first_name": "Shop", "username": "shop_bot"}

    def _get_updates(self, offset: int = 0, timeout: float = 0, limit: int = 100, **_other: Any) -> Any:
        if self.webhook:
            raise Refused(409, "Conflict: can't use getUpdates method while webhook is active")
        self._polls += 1
        mine = self._polls
        self.updates = [update for update in self.updates if update["update_id"] >= offset]
        self.changed.notify_all()
        self.changed.wait_for(lambda: self.updates or self.closed or mine != self._polls, timeout)
        if mine != self._polls:
            raise Refused(409, "Conflict: terminated by other getUpdates request")
        return self.updates[:limit]

    def _set_webhook(self, url: str, secret_token: str = "", **other: Any) -> bool:
        if not re.fullmatch(r"[\w-]{0,256}", secret_token, re.ASCII):
            raise Refused(400, "Bad Request: secret token contains unallowed characters")
        self.webhook = {"url": url, "secret_token": secret_token, **other}
        return True

    def _delete_webhook(self, **_other: Any) -> bool:
        self.webhook = None
        return True

    def _send_message(
        self, chat_id: int, text: str, parse_mode: str = "", reply_markup: Any = None, **_other: Any
    ) -> dict[str, Any]:
        chat = self._reachable(chat_id)
        visible, links = _read_html(text) if parse_mode == "HTML" else (text, [])
        if not visible.strip():
            raise Refused(400, "Bad Request: message text is empty")
        if len(visible.encode("utf-16-le")) > 2 * 4096:
            raise Refused(400, "Bad Request: message is too long")
        shown = Shown(next(self.message_ids), visible, links, _buttons(reply_markup))
        chat.messages.append(shown)
        return {
            "message_id": shown.message_id,
            "date": int(time.time()),
            "chat": {"id": chat_id, "type": "private"},
            "text": visible,
        }

    def _send_chat_action(self, chat_id: int, action: str, **_other: Any) -> bool:
        self._reachable(chat_id).actions.append(action)
        return True

    def _answer_callback_query(self, callback_query_id: str, text: Optional[str] = None, **_other: Any) -> bool:
        if callback_query_id not in self.waiting_callbacks:
            raise Refused(400, "Bad Request: query is too old and response timeout expired or query ID is invalid")
        if len(text or "") > 200:
            raise Refused(400, "Bad Request: MESSAGE_TOO_LONG")
        self.waiting_callbacks.discard(callback_query_id)
        self.answers[callback_query_id] = text
        return True

    def _edit_message_reply_markup(
        self, chat_id: int, message_id: int, reply_markup: Any = None, **_other: Any
    ) -> bool:
        shown = next((m for m in self._reachable(chat_id).messages if m.message_id == message_id), None)
        if shown is None:
            raise Refused(400, "Bad Request: message to edit not found")
        shown.buttons = _buttons(reply_markup)
        return True

    def _reachable(self, chat_id: int) -> Chat:
        if chat_id not in self.chats:
            raise Refused(400, "Bad Request: chat not found")
        if self.chats[chat_id].blocked:
            raise Refused(403)
        return self.chats[chat_id]


def _read_html(text: str) -> tuple[str, list[str]]:
    """The text that is shown, and where its links lead."""
    visible = _TAG.sub("", text)
    if "<" in visible:
        raise Refused(400, "Bad Request: can't parse entities")
    return unescape(visible), [unescape(url) for url in _TAG.findall(text) if url]


def _buttons(reply_markup: Any) -> dict[str, str]:
    rows = (reply_markup or {}).get("inline_keyboard", [])
    buttons = {button["text"]: button["callback_data"] for row in rows for button in row}
    if any(not 1 <= len(data.encode()) <= 64 for data in buttons.values()):
        raise Refused(400, "Bad Request: BUTTON_DATA_INVALID")
    return buttons
