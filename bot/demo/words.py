"""Texts as numbers, so that whole columns of them are computed at once."""

from typing import Any, Iterable, Optional, Sequence

import numpy as np

Array = np.ndarray[Any, Any]


class Words:
    """Every text once; its code is its place. Code 0 is no text."""

    def __init__(self) -> None:
        self._texts: list[Optional[str]] = [None]
        self._codes: dict[Optional[str], int] = {None: 0}

    def code(self, text: Optional[str]) -> int:
        code = self._codes.setdefault(text, len(self._texts))
        if code == len(self._texts):
            self._texts.append(text)
        return code

    def codes(self, texts: Iterable[Optional[str]]) -> Array:
        return np.array([self.code(text) for text in texts], dtype=np.int64)

    def texts(self) -> Array:
        """All texts in the order of their codes; indexed with codes it gives their texts."""
        return np.array(self._texts, dtype=object)


class Choices:
    """For each key a few codes, of which one is chosen by chance."""

    def __init__(self, lists: Sequence[Sequence[int]]) -> None:
        self._counts = np.array([len(codes) for codes in lists], dtype=np.int64)
        self._starts = np.cumsum(self._counts) - self._counts
        self._codes = np.array([code for codes in lists for code in codes] or [0], dtype=np.int64)

    def pick(self, rng: np.random.Generator, keys: Array) -> Array:
        """A code for each key, 0 for a key without any."""
        place = self._starts[keys] + (rng.random(len(keys)) * self._counts[keys]).astype(np.int64)
        return np.where(self._counts[keys] > 0, self._codes[np.minimum(place, len(self._codes) - 1)], 0)

    def all(self) -> Array:
        return self._codes
