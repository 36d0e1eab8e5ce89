"""Inert modules: nameable while something is imported that never uses them, and gone afterwards."""

import importlib
import sys
from pathlib import Path

import pytest

from bot.base.absent import absent

_MODULE = """
import notouch_missing.part
from notouch_missing import Base, decorate

@decorate("x")
def decorated(): ...

class Child(Base, metaclass=type(Base)):
    value: Base["x"] = 1
"""


@pytest.fixture
def module_of_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    (tmp_path / "notouch_importing.py").write_text(_MODULE)
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "notouch_importing", raising=False)
    return "notouch_importing"


def test_what_is_absent_can_be_named_and_not_used(module_of_others: str) -> None:
    with absent(["notouch_missing"]):
        module = importlib.import_module(module_of_others)
    assert module.Child().value == 1
    with pytest.raises(RuntimeError, match="not loaded"):
        module.decorate()


def test_who_imports_it_afterwards_gets_the_real_one(module_of_others: str) -> None:
    with absent(["notouch_missing"]):
        importlib.import_module(module_of_others)
    with pytest.raises(ModuleNotFoundError):
        importlib.import_module("notouch_missing")


def test_what_is_loaded_stays_what_it_is() -> None:
    with absent(["json"]):
        import json
    assert json.loads("1") == 1
    assert sys.modules["json"] is json
