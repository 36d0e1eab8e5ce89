"""Where a message's time goes: processor time and SQL statements by part of the product, each part without others."""

import functools
import inspect
import threading
import types
from collections import Counter, defaultdict
from collections.abc import Callable, Generator
from contextlib import AbstractContextManager, contextmanager
from time import clock_gettime, pthread_getcpuclockid, thread_time
from typing import Any

import sqlalchemy as sa


class Parts:
    """Measures while it is `on`. What runs inside a part inside another one counts for the inner one alone."""

    def __init__(self) -> None:
        self.on = False
        self.seconds: defaultdict[str, float] = defaultdict(float)
        self.statements: Counter[str] = Counter()
        self._here = threading.local()
        self._lock = threading.Lock()

    def watch(self, part: str, owner: Any, name: str) -> None:
        """Count a function, method or coroutine function for the part, from now on."""
        original = inspect.getattr_static(owner, name)
        setattr(owner, name, self._watched(part, original))

    def _watched(self, part: str, function: Callable[..., Any]) -> Callable[..., Any]:
        if inspect.iscoroutinefunction(function):

            @functools.wraps(function)
            async def awaited(*args: Any, **options: Any) -> Any:
                return await _stepped(function(*args, **options), lambda: self.inside(part))

            return awaited

        @functools.wraps(function)
        def called(*args: Any, **options: Any) -> Any:
            with self.inside(part):
                return function(*args, **options)

        return called

    def count_statements(self, engine: Any) -> None:
        """Beginnings of transactions are no statements of ours."""

        def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
            if self.on and not statement.startswith("BEGIN"):
                stack = getattr(self._here, "stack", None)
                self.statements[stack[-1] if stack else ""] += 1

        sa.event.listen(engine, "before_cursor_execute", note)

    @contextmanager
    def inside(self, part: str) -> Generator[None, None, None]:
        """From here to the end of the block this thread works for the part."""
        stack = self._here.__dict__.setdefault("stack", [])
        self._turn_clock(stack)
        stack.append(part)
        try:
            yield
        finally:
            self._turn_clock(stack)
            stack.pop()

    def _turn_clock(self, stack: list[str]) -> None:
        """Give the time since the last turn to the part that is being left."""
        moment = thread_time()
        if stack and self.on:
            with self._lock:
                self.seconds[stack[-1]] += moment - self._here.since
        self._here.since = thread_time()


@types.coroutine
def _stepped(coroutine: Any, inside: Callable[[], AbstractContextManager[None]]) -> Generator[Any, Any, Any]:
    """The coroutine, with only its own steps inside: while it waits its thread does something else."""
    step, value = coroutine.send, None
    while True:
        try:
            with inside():
                waits_for = step(value)
        except StopIteration as end:
            return end.value
        try:
            step, value = coroutine.send, (yield waits_for)
        except BaseException as error:
            step, value = coroutine.throw, error


def thread_seconds() -> dict[str, float]:
    """Processor time so far of each of Python's threads that lives, by its name without a number."""
    found: defaultdict[str, float] = defaultdict(float)
    for thread in threading.enumerate():
        name = thread.name.partition("-")[0].rstrip("0123456789_ ")
        found[name] += clock_gettime(pthread_getcpuclockid(thread.ident or 0))
    return dict(found)
