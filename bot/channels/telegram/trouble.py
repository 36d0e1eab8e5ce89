"""Trouble with Telegram: what to tell whoever runs the product, and how long to wait before trying again."""

import asyncio
import random
from datetime import timedelta
from itertools import count
from typing import Awaitable, Callable

import structlog
from telegram.error import BadRequest, Conflict, Forbidden, InvalidToken, NetworkError, RetryAfter, TelegramError

from bot.base.settings import Settings
from bot.store.base import trouble

log = structlog.get_logger(__name__)

LONGEST_PAUSE_SECONDS = 60.0
# The first that fits is used: in this library a BadRequest is a NetworkError.
_SENTENCES: tuple[tuple[type[Exception], str], ...] = (
    (InvalidToken, "Telegram does not accept the bot token; check TELEGRAM_BOT_TOKEN."),
    (Conflict, "Something else takes this bot's updates; stop the other process. Telegram says: {error}"),
    (RetryAfter, "Telegram asks to send more slowly: {error}"),
    (BadRequest, "Telegram refuses the request: {error}"),
    (Forbidden, "Telegram does not deliver to this customer: {error}"),
    (NetworkError, "Telegram does not answer at {url}; check the network and TELEGRAM_API_URL. Reason: {error}"),
    (TelegramError, "Telegram answers with an error: {error}"),
    (Exception, "The Telegram channel was interrupted by {kind}."),
)


def explain(error: Exception, settings: Settings) -> str:
    """What is wrong, in a sentence a person can act on.

    The bot token is never part of it, nor anything a customer wrote: of errors that are not Telegram's only the kind
    is told, because a database's error quotes what was to be stored.
    """
    if isinstance(error, trouble.TROUBLE):
        return trouble.explain(error)
    sentence = next(words for kind, words in _SENTENCES if isinstance(error, kind))
    text = sentence.format(error=error, kind=type(error).__name__, url=settings.telegram_api_url)
    token = settings.telegram_bot_token
    return (text.replace(token.get_secret_value(), "(token)") if token else text)[:500]


def pause(error: Exception, failures: int) -> timedelta:
    """How long Telegram asks to wait, or else 1 second to a minute, growing with the failures before this one."""
    if isinstance(error, RetryAfter):
        asked = error.retry_after
        return asked if isinstance(asked, timedelta) else timedelta(seconds=asked)
    seconds = 2.0 ** min(failures, 6) * random.uniform(1, 2)
    return timedelta(seconds=min(seconds, LONGEST_PAUSE_SECONDS))


async def persist(step: Callable[[], Awaitable[object]], settings: Settings) -> None:
    """Try `step` until it succeeds, with growing pauses; every failure is logged and none is raised."""
    for failures in count():
        try:
            await step()
            return
        except Exception as error:
            wait = pause(error, failures).total_seconds()
            log.warning(explain(error, settings), again_in_seconds=round(wait))
            await asyncio.sleep(wait)
