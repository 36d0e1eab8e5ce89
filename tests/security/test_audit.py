"""`make audit`: what fails it, what doesn't, and what it says when there is nobody to ask."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from bot.base.paths import PROJECT

FINE = {"name": "jinja2", "version": "3.1.6", "vulns": []}
HELD = {"name": "aiohttp", "version": "3.9.5", "vulns": [{"id": "PYSEC-1", "aliases": ["CVE-1"]}]}
WRONG = {"name": "jinja2", "version": "3.1.6", "vulns": [{"id": "PYSEC-2", "aliases": []}]}
SKIPPED = {"name": "jinja2", "skip_reason": "not found"}


@pytest.fixture
def audit(tmp_path: Path) -> Any:
    """The script in a project of its own, whose two tools answer what they are told to."""
    (tmp_path / "scripts").mkdir()
    (tmp_path / "frontend").mkdir()
    shutil.copy(PROJECT / "scripts" / "audit", tmp_path / "scripts")
    shutil.copy(PROJECT / "SECURITY.md", tmp_path)

    def run(python: str, npm: str = '{"vulnerabilities": {}}') -> tuple[int, str]:
        _tool(tmp_path / ".venv" / "audit" / "bin" / "pip-audit", python)
        _tool(tmp_path / "bin" / "npm", npm)
        path = f"{tmp_path / 'bin'}:{os.environ['PATH']}"
        command = [sys.executable, str(tmp_path / "scripts" / "audit")]
        done = subprocess.run(command, env={**os.environ, "PATH": path}, capture_output=True, text=True)
        return done.returncode, done.stdout

    return run


def _tool(path: Path, answer: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\ncat <<'END'\n{answer}\nEND\nexit 1\n")
    path.chmod(0o755)


def packages(*found: dict[str, Any]) -> str:
    return json.dumps({"dependencies": found})


def test_what_is_held_back_is_told_and_doesn_t_fail_it(audit: Any) -> None:
    code, said = audit(packages(FINE, HELD))
    assert code == 0
    assert "aiohttp 3.9.5: PYSEC-1, CVE-1 (held back, see SECURITY.md)" in said


def test_anything_else_fails_it(audit: Any) -> None:
    assert audit(packages(HELD, WRONG))[0] == 1
    code, said = audit(packages(FINE), json.dumps({"vulnerabilities": {"left": {"range": "<2", "severity": "high"}}}))
    assert (code, "To be mended: left" in said) == (1, True)


@pytest.mark.parametrize(
    ("python", "npm", "whose"),
    [
        ("", "{}", "Python packages"),
        (packages(SKIPPED), "{}", "Python packages"),
        (packages(FINE), '{"message": "405"}', "npm packages"),
        (packages(FINE), "no network", "npm packages"),
    ],
)
def test_without_an_answer_it_says_that_nothing_is_known(audit: Any, python: str, npm: str, whose: str) -> None:
    code, said = audit(python, npm)
    assert code == 2
    assert f"The database of weaknesses of {whose} could not be asked" in said
