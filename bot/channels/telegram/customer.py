"""Who an update comes from."""

from dataclasses import dataclass
from typing import Optional

from telegram import Update
from telegram.constants import ChatType

from bot.base.content import DEFAULT_LANGUAGE
from bot.base.text import normalise

CHANNEL = "telegram"


@dataclass(frozen=True)
class Customer:
    chat_id: int
    language: str
    name: Optional[str]

    @property
    def address(self) -> str:
        return str(self.chat_id)


def customer_of(update: Update) -> Optional[Customer]:
    """The customer in a private chat; None for groups, channels and kinds of update we don't take."""
    chat, user = update.effective_chat, update.effective_user
    if chat is None or user is None or chat.type != ChatType.PRIVATE:
        return None
    return Customer(chat.id, _language(user.language_code), normalise(user.first_name) or None)


def _language(code: Optional[str]) -> str:
    return "ko" if (code or "").lower().startswith("ko") else DEFAULT_LANGUAGE
