"""The support agents' console: log-in, the queue, and live conversations with customers."""

from bot.console.views import STATIC, router

__all__ = ["STATIC", "router"]
