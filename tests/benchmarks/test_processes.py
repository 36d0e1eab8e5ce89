import sys
from pathlib import Path

import psutil
import pytest

from benchmarks.errors import BenchmarkFailed
from benchmarks.processes import complete, resident_bytes, running, tail
from tests.waiting import until

# A process with a child, neither of which ends by itself.
FAMILY = "import subprocess, sys, time; subprocess.Popen(['sleep', '600']); print('up', flush=True); time.sleep(600)"


def python(code: str) -> list[str]:
    return [sys.executable, "-c", code]


def run(code: str, folder: Path, seconds: float = 30) -> list[str]:
    seen: list[str] = []
    complete(python(code), folder, {"GREETING": "hello"}, folder / "log", seconds, seen.append)
    return seen


def test_a_process_ends_with_its_children(tmp_path: Path) -> None:
    with running(python(FAMILY), tmp_path, {}, tmp_path / "log") as process:
        until(lambda: "up" in tail(tmp_path / "log"))
        children = process.children(recursive=True)
        assert resident_bytes([process]) > process.memory_info().rss
    assert children
    until(lambda: not any(child.is_running() and child.status() != psutil.STATUS_ZOMBIE for child in children))


def test_children_that_outlive_their_parent_end_too(tmp_path: Path) -> None:
    code = "import subprocess; print(subprocess.Popen(['sleep', '600']).pid)"
    with running(python(code), tmp_path, {}, tmp_path / "log") as process:
        process.wait(30)
    orphan = int(tail(tmp_path / "log"))
    until(lambda: not psutil.pid_exists(orphan) or psutil.Process(orphan).status() == psutil.STATUS_ZOMBIE)


def test_a_command_gets_its_environment_and_shows_its_last_line(tmp_path: Path) -> None:
    seen = run("import os, time; print('first'); print(os.environ['GREETING'], flush=True); time.sleep(1)", tmp_path)
    assert "hello" in seen


def test_a_failure_shows_the_log(tmp_path: Path) -> None:
    with pytest.raises(BenchmarkFailed, match="the reason"):
        run("import sys; sys.exit('the reason')", tmp_path)


def test_a_command_that_takes_too_long_is_ended(tmp_path: Path) -> None:
    with pytest.raises(BenchmarkFailed, match="took longer"):
        run("import time; time.sleep(600)", tmp_path, seconds=0.5)


def test_progress_bars_are_read_as_lines(tmp_path: Path) -> None:
    (tmp_path / "log").write_bytes(b"Epochs: 10%\rEpochs: 20%\r")
    assert tail(tmp_path / "log").splitlines()[-1] == "Epochs: 20%"
