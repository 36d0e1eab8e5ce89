"""Any ASGI application, served by uvicorn in a thread on a free port of this machine."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import uvicorn


class HttpServer:
    """The port is taken at once, so that an application can be told its own `url` before it is served."""

    def __init__(self) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}"

    @contextmanager
    def serving(self, app: Any) -> Iterator[str]:
        """Serve within the block, the application's lifespan included; gives the `url`."""
        server = uvicorn.Server(uvicorn.Config(app, log_config=None, access_log=False, timeout_graceful_shutdown=5))
        thread = threading.Thread(target=server.run, args=([self._socket],), daemon=True)
        thread.start()
        while not server.started:
            assert thread.is_alive(), "the server stopped while starting"
            thread.join(0.01)
        try:
            yield self.url
        finally:
            server.should_exit = True
            thread.join()
