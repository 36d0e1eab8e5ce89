"""How a customer came, as their side tells it: links, widgets and QR codes carry codes that anybody can make up."""

import re
from dataclasses import replace

from bot.store.base.database import Connection
from bot.store.base.records import Identity
from bot.store.chat import conversations, entrances
from bot.store.chat.entrances import Entrance
from bot.store.shop import locations

_CODE = re.compile(r"[A-Za-z0-9-]{1,64}")


def is_code(text: str) -> bool:
    """Could it be a store's code, a campaign's name or a referral?"""
    return _CODE.fullmatch(text) is not None


def enter(tx: Connection, identity: Identity, told: Entrance) -> Entrance:
    """Note it in the open conversation, or for the next one; gives what was noted. The chat must be locked.

    A store that we don't have is left out.
    """
    entrance = told if told.location and locations.is_known(tx, told.location) else replace(told, location=None)
    conversation = conversations.find_open(tx, identity.id)
    if conversation is not None:
        entrances.apply(tx, conversation, entrance)
    elif entrance:
        entrances.keep(tx, identity.id, entrance)
    return entrance
