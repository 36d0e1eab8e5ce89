"""A steady stream of messages for a long time: do memory, file handles and latency stay where they are?"""

import asyncio
import json
import math
import time
from dataclasses import dataclass, field
from typing import Any, Callable, Optional

import aiohttp
import psutil

from tests.soak.outcome import Outcome, examine
from tests.soak.site import QUESTIONS, Site, WebCustomer

# Every customer writes so often; a question and its replies are over long before the next.
_EACH_SECONDS = 10.0
_ANSWERED_WITHIN_SECONDS = 60.0
_LOOK_EVERY_SECONDS = 5.0
# The product warms up: pools fill, conversations reach their bounded length.
_WARM_UP = 0.1


@dataclass(frozen=True)
class Sample:
    """`moment` in seconds from the start; memory in bytes and CPU in seconds, over all processes of the product."""

    moment: float
    cpu: float
    memory: int
    handles: int
    threads: int


@dataclass
class Course:
    """What was measured: samples, and (moment, seconds until the first reply) of each message."""

    rate: float
    seconds: float
    samples: list[Sample] = field(default_factory=list)
    latencies: list[tuple[float, float]] = field(default_factory=list)
    late: int = 0
    outcome: Optional[Outcome] = None

    def part(self, number: int, of: int) -> "Course":
        """The number-th of equal parts of the time after the warm-up."""
        begin = self.seconds * (_WARM_UP + (1 - _WARM_UP) * number / of)
        end = begin + self.seconds * (1 - _WARM_UP) / of
        return Course(
            self.rate,
            end - begin,
            [sample for sample in self.samples if begin <= sample.moment < end],
            [answer for answer in self.latencies if begin <= answer[0] < end],
        )

    def cpu_each(self) -> float:
        """Seconds of CPU for each message; it tells the product from what else keeps the machine busy."""
        if not self.samples or not self.latencies:
            return math.nan
        return (self.samples[-1].cpu - self.samples[0].cpu) / len(self.latencies)

    def percentile(self, share: float) -> float:
        ordered = sorted(seconds for _, seconds in self.latencies)
        return ordered[math.ceil(len(ordered) * share) - 1] if ordered else math.nan


class _Page:
    """One customer with an open chat."""

    def __init__(self, customer: WebCustomer, course: Course, began: float) -> None:
        self.customer, self._course, self._began = customer, course, began
        self._sent: dict[int, float] = {}
        self._asked = 0

    async def follow(self, http: aiohttp.ClientSession) -> None:
        headers = {"Authorization": f"Bearer {self.customer.token}"}
        async with http.ws_connect(f"{self.customer.address}/chat/ws", headers=headers) as socket:
            async for message in socket:
                self._hear(json.loads(message.data))

    def _hear(self, message: dict[str, Any]) -> None:
        if message.get("sender") == "bot" and self._sent:
            began = self._sent.pop(min(self._sent))
            self._course.latencies.append((began - self._began, time.monotonic() - began))
            # Further replies to the same message don't count: the next message comes seconds later.

    async def say(self, http: aiohttp.ClientSession) -> None:
        self._asked += 1
        if self._sent:
            self._course.late += 1
            self._sent.clear()
        self._sent[self._asked] = time.monotonic()
        body = {"client_id": f"{self._asked}", "text": QUESTIONS[self._asked % len(QUESTIONS)]}
        headers = {"Authorization": f"Bearer {self.customer.token}"}
        async with http.post(f"{self.customer.address}/chat/messages", json=body, headers=headers) as answer:
            if answer.status == 202:
                self.customer.site.took((await answer.json())["id"])
            else:
                self.customer.site.was_refused()


def keep_up(site: Site, rate: float, seconds: float, show: Callable[[Sample, Course], None]) -> Course:
    """`rate` messages a second, for so long; `show` is given every sample."""
    course = Course(rate, seconds)
    customers = [WebCustomer(site, number, 0).begin() for number in range(math.ceil(rate * _EACH_SECONDS))]
    asyncio.run(_stream(site, customers, course, show))
    site.settle()
    course.outcome = examine(site, f"{rate:g} messages a second for {seconds / 60:g} minutes", 1)
    return course


async def _stream(
    site: Site, customers: list[WebCustomer], course: Course, show: Callable[[Sample, Course], None]
) -> None:
    began = time.monotonic()
    connections = aiohttp.TCPConnector(limit=0)
    async with aiohttp.ClientSession(connector=connections) as http:
        pages = [_Page(customer, course, began) for customer in customers]
        following = [asyncio.create_task(page.follow(http)) for page in pages]
        watching = asyncio.create_task(_watch(site, course, began, show))
        saying: set[asyncio.Task[None]] = set()
        for number in range(int(course.rate * course.seconds)):
            await asyncio.sleep(max(0.0, began + number / course.rate - time.monotonic()))
            saying.add(asyncio.create_task(pages[number % len(pages)].say(http)))
            saying = {task for task in saying if not task.done()}
        await asyncio.wait([*saying, asyncio.create_task(asyncio.sleep(2))], timeout=_ANSWERED_WITHIN_SECONDS)
        for task in (*following, watching):
            task.cancel()


async def _watch(site: Site, course: Course, began: float, show: Callable[[Sample, Course], None]) -> None:
    while True:
        sample = _sample(site, time.monotonic() - began)
        course.samples.append(sample)
        show(sample, course)
        await asyncio.sleep(_LOOK_EVERY_SECONDS)


def _sample(site: Site, moment: float) -> Sample:
    assert site.product.process is not None
    first = psutil.Process(site.product.process.pid)
    family = [first, *first.children(recursive=True)]
    memory = sum(member.memory_info().rss for member in family)
    handles = sum(member.num_fds() for member in family)
    cpu = sum(sum(member.cpu_times()[:2]) for member in family)
    return Sample(moment, cpu, memory, handles, sum(member.num_threads() for member in family))
