"""How alike two texts are, for checks on the data."""

from typing import Any, Sequence

import numpy as np

from bot.nlu.classifier import ngrams
from bot.nlu.classifier.text import plain

Array = np.ndarray[Any, Any]


def squeezed(text: str) -> str:
    return plain(text).replace(" ", "")


def likeness(texts: Sequence[str], others: Sequence[str]) -> Array:
    """From 0 (nothing in common) to 1 (the same), a row for each of `texts` and a column for each of `others`."""
    known, rows = ngrams.learn([*texts, *others])
    found: Array = (rows[: len(texts)] @ rows[len(texts) :].T).toarray() / len(known.vocabularies)
    return found
