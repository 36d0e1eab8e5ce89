"""What a link to the bot says about how the customer came: https://t.me/BOT?start=loc-riverside_cmp-summer."""

from typing import Mapping

from bot.services.entrances import is_code
from bot.store.chat.entrances import Entrance

START = "/start"
# Telegram allows 64 letters, digits, "_" and "-"; "_" stands between the parts.
MAX_LENGTH = 64
_PARTS: Mapping[str, str] = {"loc": "location", "ref": "referral", "cmp": "campaign"}


def read_code(code: str) -> Entrance:
    """What the code tells; a part that is none is left out, and of two for the same the first counts."""
    told: dict[str, str] = {}
    for part in code.split("_") if len(code) <= MAX_LENGTH else ():
        name, _, value = part.partition("-")
        if name in _PARTS and is_code(value):
            told.setdefault(_PARTS[name], value)
    return Entrance(**told)
