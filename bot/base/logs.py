"""Logging, configured before Rasa is imported: structlog prints at debug level until it is told otherwise."""

import logging
import os
import sys

import structlog

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


def configure(level: str = "INFO", as_json: bool = False) -> None:
    """Send structlog and the standard library's logging to stderr, at `level` or above."""
    logging.basicConfig(level=level, stream=sys.stderr, format="%(levelname)s %(name)s: %(message)s", force=True)
    # Rasa's dependencies warn about each other, and switch warnings on that were switched off.
    logging.captureWarnings(True)
    logging.getLogger("py.warnings").setLevel(logging.ERROR)
    for name in _QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
    os.environ.setdefault("SQLALCHEMY_SILENCE_UBER_WARNING", "1")
    # Rasa sets levels again from these when it is used as a command.
    os.environ.setdefault("LOG_LEVEL_LIBRARIES", "ERROR")
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso"),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer() if as_json else structlog.dev.ConsoleRenderer(colors=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(level)),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
