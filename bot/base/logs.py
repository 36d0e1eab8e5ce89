"""Logging, configured before Rasa is imported: structlog prints at debug level until it is told otherwise."""

import logging
import os
import sys
from typing import Any, MutableMapping

import structlog

from bot.base.masking import mask

# httpx logs whole addresses, and a Telegram address contains the bot token. The others chatter.
_QUIET = (
    "httpx",
    "httpx2",
    "httpcore",
    "telegram",
    "apscheduler",
    "matplotlib",
    "asyncio",
    "rasa",
    "urllib3",
    "dask",
    "alembic",
    "rasa_sdk",
)
# Libraries' warnings about each other, and Presidio's about a model of names that we don't have.
_SILENT = ("py.warnings", "presidio-analyzer")


def configure(level: str = "INFO", as_json: bool = False) -> None:
    """Send structlog and the standard library's logging to stderr, at `level` or above."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_MaskingFormatter("%(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    # Rasa's dependencies warn about each other, and switch warnings on that were switched off.
    logging.captureWarnings(True)
    logging.getLogger("py.warnings").setLevel(logging.ERROR)
    for name in _QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
    logging.captureWarnings(True)
    for name in _SILENT:
        logging.getLogger(name).setLevel(logging.ERROR)
    os.environ.setdefault("SQLALCHEMY_SILENCE_UBER_WARNING", "1")
    # Rasa sets levels again from these when it is used as a command.
    os.environ.setdefault("LOG_LEVEL_LIBRARIES", "ERROR")
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso"),
            structlog.processors.format_exc_info,
            mask_values,
            structlog.processors.JSONRenderer() if as_json else structlog.dev.ConsoleRenderer(colors=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(level)),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )


def mask_values(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """A structlog processor: no addresses, numbers or secrets in what is logged, tracebacks included."""
    return {name: value if isinstance(value, (int, float)) else mask(str(value)) for name, value in event.items()}


class _MaskingFormatter(logging.Formatter):
    """The same for what libraries log."""

    def format(self, record: logging.LogRecord) -> str:
        return mask(super().format(record))
