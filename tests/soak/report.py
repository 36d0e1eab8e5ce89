"""docs/reliability.md: what was broken, how often, what was lost."""

import os
import platform
import sqlite3
import sys
from datetime import date
from importlib.metadata import version
from typing import Mapping, Optional, Sequence

from tests.soak.outcome import Outcome
from tests.soak.steady import Course

_PARTS = 6
_TITLES = {
    "kills": "Killed on SQLite: one process, web and Telegram (polling)",
    "sqlite": "One process on SQLite, web and Telegram (webhook)",
    "postgresql": "Two processes on PostgreSQL, web and Telegram (polling)",
    "model": "The trained model",
}
_HEAD = """\
# What was broken on purpose

Written by `make soak`; do not edit. The running product, started as anybody starts it, is spoken to over HTTP, as the
widget and Telegram's servers do, and broken. Afterwards what customers were told is compared with what is stored.

- **lost**: acknowledged on the web, or taken from Telegram, and not stored
- **unanswered**: stored, and not handled when everything had settled
- **doubled**: stored or counted twice, or a reply without a touchpoint that says it was sent
- **repeated**: replies that a customer on Telegram saw twice: each chat may have one on its way when a process dies,
  and Telegram has no means to ask whether it arrived
- **out of order**: chats that show replies in another order than they were written

The same runs shortly with every `make test` (`tests/promises`)."""
_COLUMNS = "| What was broken | times | messages | lost | unanswered | doubled | repeated | out of order | seen |"


def markdown(parts: Mapping[str, Sequence[Outcome]], course: Optional[Course]) -> str:
    tables = [f"## {_TITLES[name]}\n\n{_table(outcomes)}" for name, outcomes in parts.items()]
    return "\n\n".join([_HEAD, _conditions(), *tables, *([_steady(course)] if course else [])]) + "\n"


def _conditions() -> str:
    packages = ", ".join(f"{name} {version(name)}" for name in ("notouch", "rasa", "sqlalchemy", "python-telegram-bot"))
    system = f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    made = f'`make soak SOAK="{" ".join(sys.argv[1:])}"`' if sys.argv[1:] else "`make soak`"
    return f"{date.today().isoformat()}, by {made}; {system}, SQLite {sqlite3.sqlite_version}; {packages}."


def _table(outcomes: Sequence[Outcome]) -> str:
    return "\n".join([_COLUMNS, "|---" * 9 + "|", *(row(outcome) for outcome in outcomes)])


def row(done: Outcome) -> str:
    counts = (done.times, done.messages, done.lost, done.unanswered, done.doubled, done.repeated, done.out_of_order)
    return f"| {done.what} | {' | '.join(f'{count:,}' for count in counts)} | {'; '.join(done.notes)} |"


def _steady(course: Course) -> str:
    """The time after the warm-up in equal parts: nothing may grow from the first to the last."""
    head = "| Minutes | memory MiB | file handles | threads | CPU ms a message | median ms | p99 ms | messages |"
    rows = [_part(course, number) for number in range(_PARTS)]
    title = f"## {course.rate:g} messages a second for {course.seconds / 60:g} minutes"
    words = f"{len(course.latencies):,} messages answered; {course.late:,} not before their customer wrote again."
    figures = "\n".join([head, "|---" * 8 + "|", *rows])
    return "\n\n".join([title, words, figures, *([_table([course.outcome])] if course.outcome else [])])


def _part(course: Course, number: int) -> str:
    part = course.part(number, _PARTS)
    largest = [
        max((getattr(sample, name) for sample in part.samples), default=0) for name in ("memory", "handles", "threads")
    ]
    minutes = (course.seconds * (0.1 + 0.9 * number / _PARTS)) / 60
    memory, handles, threads = largest
    median, p99 = (part.percentile(share) * 1000 for share in (0.5, 0.99))
    return (
        f"| from {minutes:.1f} | {memory / 2**20:.0f} | {handles} | {threads} | {part.cpu_each() * 1000:.1f} "
        f"| {median:.0f} | {p99:.0f} | {len(part.latencies):,} |"
    )
