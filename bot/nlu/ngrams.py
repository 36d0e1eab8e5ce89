"""TF-IDF over words and pieces of words. Pieces survive typing errors and Korean written with or without spaces."""

import math
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Mapping, Sequence

import numpy as np
from scipy import sparse

from bot.nlu.text import plain, spelled

Array = np.ndarray[Any, Any]


@dataclass(frozen=True)
class Ngrams:
    """One vocabulary (n-gram to column) for each kind of n-gram; every kind has the same weight in a text."""

    vocabularies: tuple[Mapping[str, int], ...]
    idf: Array

    def vector(self, text: str) -> tuple[Array, Array]:
        """The columns of the n-grams that training knew, and their values; each kind has length 1."""
        kinds = [self._weighted(v, pieces) for v, pieces in zip(self.vocabularies, _kinds(text), strict=True)]
        return np.concatenate([columns for columns, _ in kinds]), np.concatenate([values for _, values in kinds])

    def matrix(self, texts: Sequence[str]) -> Any:
        """A sparse row for each text."""
        vectors = [self.vector(text) for text in texts]
        ends = np.cumsum([0, *(len(columns) for columns, _ in vectors)])
        columns, values = (np.concatenate(parts) for parts in zip(*vectors, strict=True))
        return sparse.csr_matrix((values, columns, ends), shape=(len(texts), len(self.idf)))

    def _weighted(self, vocabulary: Mapping[str, int], pieces: list[str]) -> tuple[Array, Array]:
        known = [(vocabulary[piece], n) for piece, n in Counter(pieces).items() if piece in vocabulary]
        columns = np.array([column for column, _ in known], dtype=np.int32)
        values = np.array([1 + math.log(n) for _, n in known], dtype=np.float32) * self.idf[columns]
        return columns, values / (np.linalg.norm(values) or 1)


def learn(texts: Sequence[str]) -> Ngrams:
    """The n-grams of the texts; one that few texts have weighs more. The same texts give the same columns."""
    seen: list[Counter[str]] = []
    for text in texts:
        kinds = _kinds(text)
        seen = seen or [Counter() for _ in kinds]
        for counter, pieces in zip(seen, kinds, strict=True):
            counter.update(set(pieces))
    ordered = [sorted(counter) for counter in seen]
    starts = np.cumsum([0, *map(len, ordered)])
    vocabularies = tuple(
        {p: int(start) + i for i, p in enumerate(ps)} for start, ps in zip(starts[:-1], ordered, strict=True)
    )
    counts = np.array([counter[p] for counter, ps in zip(seen, ordered, strict=True) for p in ps])
    return Ngrams(vocabularies, (np.log((1 + len(texts)) / (1 + counts)) + 1).astype(np.float32))


def _kinds(text: str) -> list[list[str]]:
    words = plain(text).split()
    letters = spelled(" ".join(words)).split()
    return [
        [*words, *map(" ".join, pairwise(words))],
        _within(words, 1, 4),
        _pieces("".join(words), 2, 4),
        _within(letters, 3, 5),
    ]


def _within(words: Sequence[str], shortest: int, longest: int) -> list[str]:
    return [piece for word in words for piece in _pieces(f" {word} ", shortest, longest)]


def _pieces(text: str, shortest: int, longest: int) -> list[str]:
    return [text[i : i + n] for n in range(shortest, longest + 1) for i in range(len(text) - n + 1)]
