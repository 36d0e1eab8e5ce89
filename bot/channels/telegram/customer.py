"""Who an update comes from."""

from dataclasses import dataclass
from typing import Optional, Sequence

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


def customer_of(update: Update, languages: Sequence[str]) -> Optional[Customer]:
    """The customer in a private chat; None for groups, channels and kinds of update we don't take.

    `languages` are those we write in.
    """
    chat, user = update.effective_chat, update.effective_user
    if chat is None or user is None or chat.type != ChatType.PRIVATE:
        return None
    language = (user.language_code or "").partition("-")[0].lower()
    known = language if language in languages else DEFAULT_LANGUAGE
    return Customer(chat.id, known, normalise(user.first_name) or None)
