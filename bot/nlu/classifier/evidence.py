"""What n-grams say for and against every label, worked out in training as far as memory allows."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import sparse

Array = np.ndarray[Any, Any]
# An n-gram of more examples than this has a row of its own. Halving it makes the model larger by half, and no faster.
_FEW = 16


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


def evidence(by_ngram: Any, weights: Array) -> Evidence:
    """From a sparse row of examples for each n-gram, and from what each example says about every label."""
    many = np.diff(by_ngram.indptr) > _FEW
    by_examples = sparse.diags((~many).astype(np.float32)) @ by_ngram
    said = sparse.hstack([by_examples, sparse.identity(len(many), np.float32, "csr")[:, many]], "csr")
    said.eliminate_zeros()
    table = np.vstack([weights, by_ngram[many] @ weights])
    return Evidence(table, said.indptr, said.indices.astype(np.min_scalar_type(len(table))), said.data)
