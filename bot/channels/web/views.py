"""What goes over the wire: the JSON objects of the chat API."""

from datetime import datetime
from typing import Any, Literal, Optional

from pydantic import BaseModel, Field, root_validator, validator

from bot.base.text import MAX_LENGTH
from bot.channels.web.history import client_id
from bot.services.entrances import is_code
from bot.store.base.records import Message
from bot.store.chat.entrances import Entrance

Sender = Literal["customer", "bot", "agent", "system"]


class EntranceView(BaseModel):
    """How the customer came: the code of a store, the name of a campaign, the code of who referred them.

    A page's mistake must not cost the customer the chat: what can't be a code is left out.
    """

    location: Optional[str] = None
    campaign: Optional[str] = None
    referral: Optional[str] = None

    @validator("location", "campaign", "referral")
    def _code(cls, value: Optional[str]) -> Optional[str]:  # noqa: N805  (pydantic passes the class)
        return value if value and is_code(value) else None

    @property
    def told(self) -> Entrance:
        return Entrance(self.location, self.campaign, self.referral)


class NewSession(EntranceView):
    language: Optional[str] = None


class Session(EntranceView):
    """The entrance is what was noted of it."""

    token: str
    language: str


class Click(BaseModel):
    """A link of a message that the customer followed, as it stands in the message's text."""

    message: int = Field(..., ge=1, lt=2**63)
    link: str = Field(..., min_length=1, max_length=MAX_LENGTH)


class NewMessage(BaseModel):
    """Something the customer typed, or a button they pressed. The sender numbers it, so it can be sent again."""

    text: Optional[str] = Field(None, max_length=MAX_LENGTH)
    button: Optional[str] = Field(None, regex=r"\A[A-Za-z0-9_-]{1,64}\Z")
    client_id: str = Field(..., min_length=1, max_length=64)

    @validator("client_id")
    def _printable(cls, value: str) -> str:  # noqa: N805  (pydantic passes the class)
        if not value.isprintable():
            raise ValueError("use printable characters only")
        return value

    @root_validator(skip_on_failure=True)
    def _one_of_both(cls, values: dict[str, Any]) -> dict[str, Any]:  # noqa: N805
        if (values["text"] is None) == (values["button"] is None):
            raise ValueError("send either text or button")
        return values


class Taken(BaseModel):
    id: int
    created_at: datetime

    @classmethod
    def of(cls, message: Message) -> "Taken":
        return cls(id=message.id, created_at=message.created_at)


class ButtonView(BaseModel):
    token: str
    title: str


class MessageView(BaseModel):
    """A message as its customer sees it; `client_id` is only on the customer's own.

    `language` is the one the conversation is held in now, for what stands around its messages.
    """

    id: int
    sender: Sender
    text: str
    buttons: list[ButtonView]
    created_at: datetime
    language: Optional[str]
    client_id: Optional[str]

    @classmethod
    def of(cls, message: Message) -> "MessageView":
        # Without checking: all of it is our own.
        return cls.construct(
            id=message.id,
            sender=message.sender,
            text=message.text,
            buttons=[ButtonView.construct(token=b.token, title=b.title) for b in message.buttons],
            created_at=message.created_at,
            language=message.language,
            client_id=client_id(message),
        )
