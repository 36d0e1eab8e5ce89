"""TF-IDF over words and pieces of words. Pieces survive typing errors and Korean written with or without spaces."""

from collections import defaultdict
from dataclasses import dataclass
from itertools import chain, count
from typing import Any, Iterable, Iterator, Mapping, Sequence

import numpy as np
from scipy import sparse

from bot.nlu.classifier.text import plain, spelled

Array = np.ndarray[Any, Any]
# Chosen on data, as is the ridge (docs/understanding.md).
_NEAR = 3
_COMMON = 0.2
_KINDS = 3


@dataclass(frozen=True)
class Ngrams:
    """A vocabulary (n-gram to column) for each kind of n-gram; every kind has the same weight in a text."""

    vocabularies: Sequence[Mapping[str, int]]
    idf: Array

    def matrix(self, texts: Sequence[str]) -> Any:
        """A sparse row for each text, of the n-grams that training knew."""
        rows = ([known[p] for p in pieces if p in known] for known, pieces in _cut(texts, self.vocabularies))
        return self.weighted(_counted(list(rows), len(self.idf)))

    def weighted(self, counts: Any) -> Any:
        """TF-IDF from counts that have a row for each kind of each text; each kind gets length 1."""
        counts.data = (1 + np.log(counts.data)) * self.idf[counts.indices]
        row = np.repeat(np.arange(counts.shape[0]), np.diff(counts.indptr))
        length = np.sqrt(np.bincount(row, counts.data**2, counts.shape[0])).astype(np.float32)
        counts.data /= np.where(length, length, 1)[row]
        # The kinds of a text have no column in common and follow each other, so that together they are one row.
        shape = (counts.shape[0] // _KINDS, counts.shape[1])
        return sparse.csr_matrix((counts.data, counts.indices, counts.indptr[::_KINDS]), shape=shape)


def learn(texts: Sequence[str]) -> tuple[Ngrams, Any]:
    """The n-grams of the texts and a sparse row for each text; the same texts give the same columns."""
    column = count()
    met = [defaultdict[str, int](column.__next__) for _ in range(_KINDS)]
    found = [[vocabulary[piece] for piece in pieces] for vocabulary, pieces in _cut(texts, met)]
    vocabularies = numbered(met)
    counts = _counted(found, next(column))
    counts.indices = np.argsort([*chain.from_iterable(v.values() for v in met)]).astype(np.int32)[counts.indices]
    ngrams = Ngrams(vocabularies, _idf(np.bincount(counts.indices), len(texts)))
    rows = ngrams.weighted(counts)
    rows.eliminate_zeros()
    return ngrams, rows


def numbered(kinds: Iterable[Iterable[str]]) -> list[dict[str, int]]:
    """A column for each n-gram, one kind after the other."""
    column = count()
    return [{piece: next(column) for piece in kind} for kind in kinds]


def _idf(seen: Array, texts: int) -> Array:
    """What few texts have weighs more; what so many have tells nothing, and would take most of the time of training."""
    common = seen > max(_COMMON * texts, 1)
    weights: Array = np.where(common, 0, np.log((1 + texts) / (1 + seen)) + 1).astype(np.float32)
    return weights


def _counted(columns: Sequence[Sequence[int]], width: int) -> Any:
    """How often each row has each column."""
    ends = np.cumsum([0, *map(len, columns)])
    every = np.fromiter(chain.from_iterable(columns), np.int32, ends[-1])
    counts = sparse.csr_matrix((np.ones(len(every), np.float32), every, ends), shape=(len(columns), width))
    counts.sum_duplicates()
    return counts


def _cut(texts: Iterable[str], kinds: Sequence[Any]) -> Iterator[tuple[Any, list[str]]]:
    """For each text and each of the kinds, the kind and its pieces of the text."""
    return chain.from_iterable(zip(kinds, _pieces_of(text), strict=True) for text in texts)


def _pieces_of(text: str) -> tuple[list[str], ...]:
    words = plain(text).split()
    letters = spelled(" ".join(words)).split()
    return (
        [*words, *_near_pairs(words)],
        _pieces("".join(words), 2, 4),
        [piece for word in letters for piece in _pieces(f" {word} ", 3, 5)],
    )


def _near_pairs(words: Sequence[str]) -> Iterator[str]:
    """Words that stand close together, so that "cancel my order" and "cancel the whole order" share something."""
    for place, word in enumerate(words):
        yield from (f"{word} {other}" for other in words[place + 1 : place + 1 + _NEAR])


def _pieces(text: str, shortest: int, longest: int) -> list[str]:
    return [text[i : i + n] for n in range(shortest, longest + 1) for i in range(len(text) - n + 1)]
