"""Inert modules in place of ones that are imported and never used."""

import sys
import threading
from contextlib import contextmanager
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any, Collection, Iterator, Optional

_importing: set[int] = set()


class _Inert(type):
    """Any attribute of an absent module: can be named, subclassed and subscripted, but never used."""

    def __getattr__(cls, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return _Absent

    def __getitem__(cls, _item: Any) -> Any:
        return cls

    def __call__(cls, *arguments: Any, **options: Any) -> Any:
        if cls is not _Absent:
            return super().__call__(*arguments, **options)
        if _importing:
            # A decorator, or a base class that is made while a module is imported.
            return cls
        raise RuntimeError("This is not loaded: nothing that config.yml names needs it (bot/base/absent.py).")


class _Absent(metaclass=_Inert):
    pass


class _AbsentModule(ModuleType):
    __path__: list[str] = []  # noqa: RUF012  (a module has just this one)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return _Absent


class Absent(MetaPathFinder, Loader):
    """Finds an inert module for each of the names and for all below them; in one thread only, where one is given."""

    def __init__(self, names: Collection[str], thread: Optional[int] = None) -> None:
        self._names = names
        self._thread = thread

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> Optional[ModuleSpec]:
        if self._thread not in (None, threading.get_ident()):
            return None
        return ModuleSpec(name, self, is_package=True) if self._covers(name) else None

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        return _AbsentModule(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        pass

    def _covers(self, name: str) -> bool:
        return any(name == known or name.startswith(f"{known}.") for known in self._names)


@contextmanager
def absent(names: Collection[str]) -> Iterator[None]:
    """What this thread imports meanwhile gets inert modules; whoever imports them afterwards gets the real ones.

    A module that is loaded already stays what it is.
    """
    finder = Absent(names, threading.get_ident())
    sys.meta_path.insert(0, finder)
    _importing.add(id(finder))
    try:
        yield
    finally:
        _importing.discard(id(finder))
        sys.meta_path.remove(finder)
        for name in [name for name, module in sys.modules.items() if getattr(module, "__loader__", None) is finder]:
            del sys.modules[name]


def stay_absent(names: Collection[str]) -> None:
    """As `absent`, in every thread and for good: who uses them by mistake is told so."""
    if not any(name in sys.modules for name in names):
        sys.meta_path.insert(0, Absent(names))
