"""The state of the system in the words of Prometheus."""

import threading

from prometheus_client import CollectorRegistry, Gauge, ProcessCollector, generate_latest

from bot.store.base.database import Database
from bot.store.turns import backlog
from bot.warehouse.filler import State


def exposition(database: Database, ready: threading.Event, analytics: State) -> bytes:
    registry = CollectorRegistry()
    ProcessCollector(registry=registry)
    Gauge("notouch_ready", "1 once the assistant answers.", registry=registry).set(ready.is_set())
    _add_analytics(registry, analytics)
    for name, number in backlog.measure(database).items():
        Gauge(f"notouch_{name}", backlog.MEANINGS[name], registry=registry).set(number)
    return generate_latest(registry)


def _add_analytics(registry: CollectorRegistry, state: State) -> None:
    meaning = "1 where this process fills and shows the analytics, and is ready."
    Gauge("notouch_analytics_ready", meaning, registry=registry).set(state.ready)
    meaning = "Touchpoints that the analytics of this process don't have yet."
    Gauge("notouch_analytics_backlog", meaning, registry=registry).set(state.backlog)
    if state.filled_at is not None:
        meaning = "When the analytics were last found or brought up to date, in seconds since 1970."
        Gauge("notouch_analytics_filled_at", meaning, registry=registry).set(state.filled_at.timestamp())
