"""Keeps TensorFlow out of the process when no component of the project uses it.

Rasa imports it in every process, for base classes of components that our pipeline does not have. An inert module in its
place saves two thirds of the memory and of the start-up time (docs/decisions/0003-no-tensorflow-at-run-time.md).
"""

import sys
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType
from typing import Any, Optional

import yaml

_ABSENT = ("tensorflow", "tensorflow_hub", "tensorflow_text", "keras")
_NEEDED_BY = (
    "DIETClassifier",
    "ResponseSelector",
    "TEDPolicy",
    "UnexpecTEDIntentPolicy",
    "ConveRTFeaturizer",
    "LanguageModelFeaturizer",
)


class _Inert(type):
    """Any attribute of an absent module: can be named, subclassed and subscripted, but never used."""

    def __getattr__(cls, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return _Absent

    def __getitem__(cls, _item: Any) -> Any:
        return cls


class _Absent(metaclass=_Inert):
    def __init__(self, *_args: Any, **_options: Any) -> None:
        raise RuntimeError("TensorFlow is not loaded: no component in config.yml needs it (bot/dialogue).")


class _AbsentModule(ModuleType):
    __path__: list[str] = []  # noqa: RUF012  (a module has just this one)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return _Absent


class _Finder(MetaPathFinder, Loader):
    def find_spec(self, name: str, path: Any = None, target: Any = None) -> Optional[ModuleSpec]:
        return ModuleSpec(name, self, is_package=True) if name.split(".")[0] in _ABSENT else None

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        return _AbsentModule(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        pass


def skip_tensorflow(config: Path) -> bool:
    """Put the inert module in place unless `config` names a component that needs the real one. Call before Rasa."""
    settings = yaml.safe_load(config.read_text(encoding="utf-8")) or {}
    names = [str(entry["name"]) for part in ("pipeline", "policies") for entry in settings.get(part) or ()]
    needed = any(name.split(".")[-1] in _NEEDED_BY for name in names)
    if not needed and "tensorflow" not in sys.modules:
        sys.meta_path.insert(0, _Finder())
    return not needed
