"""WebSockets that break: every message arrives once all the same, and nothing is left behind in the server."""

import asyncio
import json
from typing import Any

import aiohttp
import psutil

from tests.soak.outcome import Outcome, examine
from tests.soak.site import Site, WebCustomer

_PEOPLE = 10
_PATIENCE_SECONDS = 60.0
# Connections of pools come and go.
_TOLERATED_HANDLES = 15


class _Widget:
    """One customer's page: it follows the chat from the last message it has, and comes back when cut off."""

    def __init__(self, http: aiohttp.ClientSession, customer: WebCustomer) -> None:
        self.http, self.customer = http, customer
        self.got: list[int] = []

    def connect(self) -> Any:
        after = max(self.got, default=0)
        headers = {"Authorization": f"Bearer {self.customer.token}"}
        return self.http.ws_connect(f"{self.customer.address}/chat/ws?after={after}", headers=headers)

    async def is_cut_off(self, times: int) -> None:
        """Says something, reads what comes within a moment, and loses the connection; so many times."""
        for number in range(times):
            async with self.connect() as socket:
                await asyncio.to_thread(self.customer.says, "how long does delivery take?", f"{number}")
                await self._read(socket, 0.05 * (1 + number % 5))
                socket._response.connection.transport.abort()

    async def catches_up(self, until_message: int) -> None:
        async with self.connect() as socket:
            while max(self.got, default=0) < until_message:
                self._keep((await socket.receive(_PATIENCE_SECONDS)).data)

    async def _read(self, socket: Any, seconds: float) -> None:
        try:
            while True:
                self._keep((await socket.receive(seconds)).data)
        except asyncio.TimeoutError:
            return

    def _keep(self, data: str) -> None:
        message = json.loads(data)
        self.got += [message["id"]] if "id" in message else []


def drop(site: Site, times: int) -> Outcome:
    """`lost` counts messages that never reached the page, `doubled` those that came twice."""
    process = psutil.Process(site.product.process.pid)  # type: ignore[union-attr]
    people = [WebCustomer(site, number, 0).begin() for number in range(_PEOPLE)]
    # The first half fills the pools of the server.
    widgets = asyncio.run(_cut_off(site, people[: _PEOPLE // 2], times // _PEOPLE))
    handles = process.num_fds()
    widgets += asyncio.run(_cut_off(site, people[_PEOPLE // 2 :], times // _PEOPLE))
    left = process.num_fds() - handles
    outcome = examine(site, f"{times} WebSockets dropped", times, f"{left:+d} file handles by the second half of them")
    assert left <= _TOLERATED_HANDLES, "the server keeps handles of connections that are gone"
    for widget in widgets:
        there = [message["id"] for message in widget.customer.reads()]
        outcome.lost += len(set(there) - set(widget.got))
        outcome.doubled += len(widget.got) - len(set(widget.got))
    return outcome


async def _cut_off(site: Site, people: list[WebCustomer], each: int) -> list[_Widget]:
    async with aiohttp.ClientSession() as http:
        widgets = [_Widget(http, customer) for customer in people]
        await asyncio.gather(*(widget.is_cut_off(each) for widget in widgets))
        await asyncio.to_thread(site.settle)
        newest = [max(message["id"] for message in widget.customer.reads()) for widget in widgets]
        await asyncio.gather(*(widget.catches_up(last) for widget, last in zip(widgets, newest, strict=True)))
        return widgets
