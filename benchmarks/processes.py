"""Real processes: started in a group of their own, always ended, and weighed."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from time import perf_counter, sleep

import psutil

from benchmarks.errors import BenchmarkFailed

_END_WITHIN_SECONDS = 15.0
_LOG_SHOWN = 2000


def python(module: str, *arguments: str) -> list[str]:
    """A command that runs a module with the interpreter of this process."""
    return [sys.executable, "-W", "ignore", "-m", module, *arguments]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(command: Sequence[str], folder: Path, environment: Mapping[str, str], log: Path) -> Iterator[psutil.Popen]:
    """The command in `folder`, with its output in `log`; it and what it started end with the block."""
    with log.open("wb") as output:
        process = psutil.Popen(
            command,
            cwd=folder,
            env={**os.environ, **environment},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            yield process
        finally:
            _end_group(process)


def _end_group(process: psutil.Popen) -> None:
    # The group outlives its first process when that one ended and left children behind.
    for how in (signal.SIGTERM, signal.SIGKILL):
        with suppress(ProcessLookupError):
            os.killpg(process.pid, how)
        with suppress(psutil.TimeoutExpired):
            process.wait(_END_WITHIN_SECONDS)


def complete(
    command: Sequence[str],
    folder: Path,
    environment: Mapping[str, str],
    log: Path,
    seconds: float,
    look: Callable[[str], None],
) -> float:
    """Run the command to its end and give the seconds it took; `look` is shown what it printed last.

    Raises:
        BenchmarkFailed: it failed, or took longer than `seconds`.
    """
    began = perf_counter()
    with running(command, folder, environment, log) as process:
        while process.poll() is None:
            if perf_counter() - began > seconds:
                raise BenchmarkFailed(f"{' '.join(command)} took longer than {seconds:g} s.\n{tail(log)}")
            look(tail(log).rpartition("\n")[2])
            sleep(0.2)
    if process.returncode:
        raise BenchmarkFailed(f"{' '.join(command)} failed.\n{tail(log)}")
    return perf_counter() - began


def tail(log: Path) -> str:
    """The end of a log, progress bars as lines."""
    with log.open("rb") as file:
        file.seek(-min(_LOG_SHOWN, log.stat().st_size), os.SEEK_END)
        return file.read().decode(errors="replace").replace("\r", "\n").strip()


def resident_bytes(processes: Sequence[psutil.Popen]) -> int:
    """The memory (RSS) of the processes and everything they started."""
    family = [member for p in processes for member in (p, *p.children(recursive=True))]
    return sum(int(member.memory_info().rss) for member in family)
