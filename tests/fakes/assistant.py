"""An assistant that greets, for tests of what shows its replies."""

from typing import Optional

from bot.services.inbox import Rejected
from bot.store.base.records import Reply
from bot.turn.asking import Asked, StillLoading


class Assistant:
    """Still loading until `ready` is set. Keeps what it was asked."""

    def __init__(self) -> None:
        self.ready = True
        self.heard: list[tuple[str, Optional[str]]] = []

    def __call__(self, text: str, language: Optional[str] = None) -> Asked:
        if not self.ready:
            raise StillLoading
        if not text.strip():
            raise Rejected("The message is empty.")
        self.heard.append((text, language))
        return Asked(
            text=text,
            language=language or "en",
            replies=(Reply(f"You said: {text}", ({"title": "Delivery times", "payload": "/ask_topic"},)),),
            label="faq/delivery_period",
            confidence=0.87,
            decision="ask_back",
            options=("faq/delivery_period", "track_order"),
            entities=({"entity": "order_number", "value": "FH-204518"},),
            sentiment=-0.34,
            milliseconds=4.2,
        )
