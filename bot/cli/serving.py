"""Serving in this process, and in several that a parent keeps running."""

import gc
import multiprocessing
import signal
import socket
import threading
from multiprocessing import connection
from multiprocessing.process import BaseProcess
from typing import Any, Optional, Sequence

import structlog
import uvicorn

from bot.base import logs
from bot.base.settings import Settings
from bot.bootstrap import Loaded, create_app, load
from bot.cli.processes import Processes, single_threaded
from bot.warehouse.access import close_default_connection

# Requests under way may take so long to end; long ones (WebSockets, events) are ended.
_GRACE_SECONDS = 3
# Proxies keep idle connections for up to two minutes; if we closed one first, the request they just send would fail.
_KEEP_ALIVE_SECONDS = 130


def bound(host: str, port: int, shared: bool = False) -> socket.socket:
    """A socket for that address, which does not listen yet; `shared` with other sockets on the same port.

    Raises:
        OSError: it can't, because something else does, or there is no such address.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    if shared:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    try:
        listening.bind((host, port))
    except OSError:
        listening.close()
        raise
    return listening


def serve(
    settings: Settings, sockets: list[socket.socket], loaded: Optional[Loaded] = None, address: Optional[str] = None
) -> None:
    """Until SIGTERM or SIGINT. `address` is where other processes reach this one, if not at the common port."""
    # Access logs would put customers' addresses into the log, and say nothing the metrics don't.
    config = uvicorn.Config(
        create_app(settings, loaded, address),
        log_config=None,
        access_log=False,
        timeout_graceful_shutdown=_GRACE_SECONDS,
        timeout_keep_alive=_KEEP_ALIVE_SECONDS,
    )
    uvicorn.Server(config).run(sockets=sockets)


def serve_with_several(settings: Settings, sockets: Sequence[socket.socket]) -> None:
    """The same in as many processes as there are sockets, each kept running."""
    loaded = _loaded_once(settings)
    forks = single_threaded()
    context: Any = multiprocessing.get_context("fork" if forks else "spawn")

    def start(number: int) -> BaseProcess:
        process: BaseProcess = context.Process(
            target=_child, args=(settings, number, sockets, loaded if forks else None)
        )
        process.start()
        return process

    Processes(len(sockets), start).run()


def _loaded_once(settings: Settings) -> Optional[Loaded]:
    """What forked processes share in memory; loaded in a thread that is gone afterwards, with what belongs to it."""
    close_default_connection()
    found: list[Loaded] = []
    if settings.does("turns") and single_threaded():
        loading = threading.Thread(target=lambda: found.append(load()))
        loading.start()
        loading.join()
    # What exists now is never garbage: leaving it out of collections keeps its memory shared.
    gc.collect()
    gc.freeze()
    return found[0] if found else None


def _child(settings: Settings, number: int, sockets: Sequence[socket.socket], loaded: Optional[Loaded]) -> None:
    for wanted in (signal.SIGTERM, signal.SIGINT):
        signal.signal(wanted, signal.SIG_DFL)
    logs.configure(settings.log_level, settings.log_json)
    mine = sockets[number - 1]
    for other in sockets:
        if other is not mine:
            other.close()
    threading.Thread(target=_end_with_parent, name="parent", daemon=True).start()
    structlog.contextvars.bind_contextvars(process=number)
    # The common port leads to any of the processes; what is meant for this one comes here.
    own = bound(settings.host, 0)
    serve(settings, [mine, own], loaded, settings.address_at(own.getsockname()[1]))


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    assert parent is not None
    connection.wait([parent.sentinel])
    signal.raise_signal(signal.SIGTERM)
