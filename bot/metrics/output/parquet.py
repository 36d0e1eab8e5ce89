"""Tables as Parquet, for notebooks and other engines."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Iterable, Sequence

import duckdb
import numpy as np


def to_parquet(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """The rows as one Parquet file. A column of numbers only is one of DOUBLE, any other one of text."""
    listed = list(rows)
    values = [[row[place] for row in listed] for place in range(len(columns))]
    arrays = {f"c{place}": np.array([_plain(one) for one in some], dtype=object) for place, some in enumerate(values)}
    names = [_quoted(name) for name in _unique(columns)]
    typed = [f"CAST(c{place} AS {_type(some)}) AS {names[place]}" for place, some in enumerate(values)]
    with TemporaryDirectory() as folder, duckdb.connect() as connection:
        file = Path(folder) / "table.parquet"
        connection.register("arrays", arrays)
        connection.execute(f"COPY (SELECT {', '.join(typed)} FROM arrays) TO '{file}' (FORMAT parquet)")  # noqa: S608
        return file.read_bytes()


def _plain(value: Any) -> Any:
    return float(value) if _is_number(value) else None if value is None else str(value)


def _is_number(value: Any) -> bool:
    return hasattr(value, "__float__") and not isinstance(value, bool)


def _type(values: list[Any]) -> str:
    known = [value for value in values if value is not None]
    return "DOUBLE" if known and all(map(_is_number, known)) else "VARCHAR"


def _unique(names: Sequence[str]) -> list[str]:
    """The names, numbered where one comes again."""
    return [f"{name} {place}" if name in names[:place] else name for place, name in enumerate(names)]


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
