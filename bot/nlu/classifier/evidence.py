"""What n-grams say for and against every label, worked out in training as far as memory allows."""

from dataclasses import dataclass
from typing import Any

import numpy as np

Array = np.ndarray[Any, Any]


@dataclass(frozen=True)
class Evidence:
    """`table` has a row for each example, then one for each n-gram of many examples; a column for each label.

    N-gram i says what its rows of the table say together: `rows` from `ends[i]` to `ends[i + 1]`, each times its share.
    """

    table: Array
    ends: Array
    rows: Array
    shares: Array

    def add_up(self, ngrams: Array, weights: Array) -> Array:
        """What the n-grams say together about every label; an n-gram is given by its column."""
        first = self.ends[ngrams]
        counts = self.ends[ngrams + 1] - first
        places = np.repeat(first - np.cumsum(counts) + counts, counts) + np.arange(counts.sum())
        said: Array = (self.shares[places] * np.repeat(weights, counts)) @ self.table[self.rows[places]]
        return said
