"""TF-IDF over words and pieces of words. Pieces survive typing errors and Korean written with or without spaces."""

from dataclasses import dataclass
from typing import Any, Iterator, Sequence
from zlib import crc32

import numpy as np

from bot.nlu.classifier.text import plain, spelled

Array = np.ndarray[Any, Any]
# Chosen on data, as is the ridge (docs/understanding.md).
_NEAR = 3
_COMMON = 0.2
_KINDS = 3


@dataclass(frozen=True)
class Ngrams:
    """The n-grams that training met, kind by kind, and what each weighs; every kind has the same weight in a text.

    A vocabulary holds CRC-32s in order, in a thirtieth of the memory of the n-grams themselves. One n-gram in 30,000
    shares its CRC-32 with another; they count as one, in training and afterwards.
    """

    vocabularies: Sequence[Array]
    idf: Array

    def weigh(self, text: str) -> tuple[Array, Array]:
        """The columns of the text's n-grams that training met, and what they weigh in it."""
        owners, columns, counts = _counted([[_marks(pieces)] for pieces in _pieces_of(text)], self.vocabularies)
        return columns, _weighed(owners, columns, counts, self.idf)


def learn(texts: Sequence[str]) -> tuple[Ngrams, Any]:
    """The n-grams of the texts and a sparse row for each text; the same texts give the same columns."""
    # Takes half a second to import, which only training pays.
    from scipy import sparse

    marks = [[_marks(pieces) for pieces in kind] for kind in zip(*map(_pieces_of, texts), strict=True)]
    vocabularies = [np.unique(np.concatenate(kind)) for kind in marks]
    owners, columns, counts = _counted(marks, vocabularies)
    ngrams = Ngrams(vocabularies, _idf(np.bincount(columns), len(texts)))
    values = _weighed(owners, columns, counts, ngrams.idf)
    rows = sparse.csr_matrix((values, (owners // _KINDS, columns)), shape=(len(texts), len(ngrams.idf)))
    rows.eliminate_zeros()
    return ngrams, rows


def _idf(seen: Array, texts: int) -> Array:
    """What few texts have weighs more; what so many have tells nothing, and would take most of the time of training."""
    common = seen > max(_COMMON * texts, 1)
    weights: Array = np.where(common, 0, np.log((1 + texts) / (1 + seen)) + 1).astype(np.float32)
    return weights


def _marks(pieces: Sequence[str]) -> Array:
    return np.fromiter((crc32(piece.encode("utf-8", "surrogatepass")) for piece in pieces), np.uint32, len(pieces))


def _counted(marks: Sequence[Sequence[Array]], vocabularies: Sequence[Array]) -> tuple[Array, Array, Array]:
    """Who has which column, how often, from the marks of every text of every kind; unknown ones are left out.

    An owner is one kind of one text: texts come one after the other, and within a text the kinds.
    """
    owners, columns, width = [], [], 0
    for kind, (texts, vocabulary) in enumerate(zip(marks, vocabularies, strict=True)):
        every = np.concatenate(texts)
        place, after = (np.searchsorted(vocabulary, every, side) for side in ("left", "right"))
        known = place < after
        owners.append(np.repeat(np.arange(len(texts)) * _KINDS + kind, [len(t) for t in texts])[known])
        columns.append(place[known] + width)
        width += len(vocabulary)
    pairs, counts = np.unique(np.concatenate(owners) * width + np.concatenate(columns), return_counts=True)
    return (*np.divmod(pairs, width), counts)


def _weighed(owners: Array, columns: Array, counts: Array, idf: Array) -> Array:
    """TF-IDF; what an owner has gets length 1."""
    values = (1 + np.log(counts)) * idf[columns]
    length = np.sqrt(np.bincount(owners, values**2))[owners]
    found: Array = (values / np.where(length, length, 1)).astype(np.float32)
    return found


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
