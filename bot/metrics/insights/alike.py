"""Short texts that say about the same, grouped by their letters: no language needs a model of its own."""

from dataclasses import dataclass
from typing import Any, Optional, Sequence

import numpy as np

# How far two groups may be apart, on average, to be joined, and what a common hint counts beside the letters: found
# on the example questions with hints of which two in five were wrong (docs/insights.md).
_APART = 0.76
_HINT = 0.2
_EXAMPLES = 3
Matrix = np.ndarray[Any, Any]


@dataclass(frozen=True)
class Group:
    """`members` are the texts' places in what was given; `examples` are different texts, the most typical first."""

    members: tuple[int, ...]
    examples: tuple[str, ...]


def alike(texts: Sequence[str], hints: Sequence[Optional[str]]) -> list[Group]:
    """Each text in one group, the largest group first. About a second for 1,500 different texts.

    A hint, where there is one, says what the text may be about: texts with the same are more easily taken together.
    """
    places: dict[tuple[str, Optional[str]], list[int]] = {}
    for place, (text, hint) in enumerate(zip(texts, hints, strict=True)):
        places.setdefault((" ".join(text.casefold().split()), hint), []).append(place)
    same = list(places.values())
    groups = [
        _group([same[place] for place in some], texts) for some in _joined(list(places), [len(some) for some in same])
    ]
    return sorted(groups, key=lambda group: (-len(group.members), group.members))


def _group(same: Sequence[Sequence[int]], texts: Sequence[str]) -> Group:
    """`same` are the places of each different text, the most typical text first."""
    examples = dict.fromkeys(texts[places[0]] for places in same)
    return Group(tuple(sorted(place for places in same for place in places)), tuple(examples)[:_EXAMPLES])


def _joined(hinted: Sequence[tuple[str, Optional[str]]], times: Sequence[int]) -> list[list[int]]:
    """Places of the texts, group by group; the text that is most like all that were written in its group first."""
    # Slow to import, and only some pages need it.
    from sklearn.cluster import AgglomerativeClustering

    if len(hinted) < 2:
        return [[place] for place in range(len(hinted))]
    likeness = (1 - _HINT) * _likeness([text for text, _ in hinted]) + _HINT * _in_common([hint for _, hint in hinted])
    how = dict(n_clusters=None, affinity="precomputed", linkage="average", distance_threshold=_APART)
    labels = AgglomerativeClustering(**how).fit_predict(1 - likeness)
    return [_ordered(likeness, np.array(times), np.flatnonzero(labels == label)) for label in np.unique(labels)]


def _ordered(likeness: Matrix, times: Matrix, some: Matrix) -> list[int]:
    typical = likeness[np.ix_(some, some)] @ times[some]
    return [int(place) for place in some[np.argsort(-typical, kind="stable")]]


def _likeness(texts: Sequence[str]) -> Matrix:
    """The cosine between any two: 1 where they are made of the same pieces, 0 where they have none in common."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    # The full stop gives an empty text a piece, too: a vocabulary can't be empty.
    marked = [f"{text}." for text in texts]
    rows = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 4), sublinear_tf=True).fit_transform(marked)
    found: Matrix = np.clip((rows @ rows.T).toarray(), 0, 1)
    return found


def _in_common(hints: Sequence[Optional[str]]) -> Matrix:
    numbers = {hint: number for number, hint in enumerate(dict.fromkeys(hints))}
    known = np.array([numbers[hint] for hint in hints])
    given = np.array([hint is not None for hint in hints])
    found: Matrix = (known[:, None] == known[None, :]) & given
    return found
