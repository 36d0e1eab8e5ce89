"""Our side: `python -m bot train` and `python -m bot run` in a copy of the sources, with a database of its own."""

import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter

from benchmarks.chats import web_chat
from benchmarks.cost import Cost
from benchmarks.processes import complete, free_port, python, running, tail
from benchmarks.servers import Server
from bot.base.paths import PROJECT

_SOURCES = ("bot", "actions", "data")
_FILES = ("config.yml", "domain.yml")
_TRAINED_WITHIN_SECONDS = 900.0
_COSTED_WITHIN_SECONDS = 600.0


def copy_sources(folder: Path) -> Path:
    """What training and serving need, without the models: nobody's work is disturbed, and none disturbs it."""
    for name in _SOURCES:
        shutil.copytree(PROJECT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in _FILES:
        shutil.copy(PROJECT / name, folder)
    return folder


def train(project: Path, look: Callable[[str], None]) -> float:
    """Seconds from nothing to a model, the whole process."""
    command = python("bot", "train")
    return complete(command, project, _environment(project), project / "train.log", _TRAINED_WITHIN_SECONDS, look)


def cost(scratch: Path, look: Callable[[str], None]) -> Cost:
    """What a message costs, measured inside the product, in a process of its own."""
    log = scratch / "cost.log"
    complete(
        python("benchmarks.turn_cost", "--json"), PROJECT, _environment(scratch), log, _COSTED_WITHIN_SECONDS, look
    )
    return Cost(**json.loads(tail(log).rpartition("\n")[2]))


@contextmanager
def serving(project: Path) -> Iterator[Server]:
    """The one process; not ready yet."""
    port, log = free_port(), project / "run.log"
    began = perf_counter()
    with running(python("bot", "run"), project, {**_environment(project), "PORT": str(port)}, log) as process:
        yield Server("Notouch", f"http://127.0.0.1:{port}", web_chat, (process,), log, began)


def _environment(project: Path) -> dict[str, str]:
    # Empty values keep the user's own database and Telegram bot out of it; 16 customers come from one address.
    limits = dict.fromkeys(("MESSAGES_PER_MINUTE", "SESSIONS_PER_MINUTE"), "1000000")
    return {
        "VAR_DIR": str(project / "var"),
        "HOST": "127.0.0.1",
        "DATABASE_URL": "",
        "TELEGRAM_BOT_TOKEN": "",
        **limits,
    }
