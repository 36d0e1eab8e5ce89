"""The project's own rules: style, types, import directions, and that nothing is left undocumented."""

import subprocess
import sys
from pathlib import Path

import pytest

from bot.base.paths import PROJECT
from bot.base.settings import Settings

_BIN = Path(sys.executable).parent


@pytest.mark.parametrize(
    "command",
    [["ruff", "check", "."], ["ruff", "format", "--check", "."], ["mypy"], ["lint-imports"]],
    ids=" ".join,
)
def test_the_code_keeps_its_rules(command: list[str]) -> None:
    done = subprocess.run([str(_BIN / command[0]), *command[1:]], cwd=PROJECT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_setting_is_documented() -> None:
    documented = (PROJECT / "docs" / "settings.md").read_text()
    missing = [name.upper() for name in Settings.__fields__ if f"`{name.upper()}`" not in documented]
    assert missing == []


def test_every_command_is_in_the_readme() -> None:
    from bot.cli.app import app

    readme = (PROJECT / "README.md").read_text()
    names = [c.name or c.callback.__name__ for c in app.registered_commands if c.callback]
    names += [group.name for group in app.registered_groups]
    assert [name for name in names if f"`{name}" not in readme] == []
