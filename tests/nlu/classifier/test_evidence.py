"""What n-grams say is what the examples they are in say."""

import numpy as np
import pytest
from scipy import sparse

from bot.nlu.classifier.training import evidence

_NGRAMS, _EXAMPLES, _LABELS = 200, 60, 4


@pytest.mark.parametrize("density", [0.02, 0.3, 0.9])
def test_it_adds_up_to_what_the_examples_say(density: float) -> None:
    random = np.random.default_rng(1)
    by_ngram = sparse.random(_NGRAMS, _EXAMPLES, density, "csr", np.float32, random)
    weights = random.normal(size=(_EXAMPLES, _LABELS)).astype(np.float32)
    found = evidence(by_ngram, weights)
    for columns in ([], [3], list(range(0, _NGRAMS, 7))):
        said = random.random(len(columns)).astype(np.float32)
        row = np.zeros(_NGRAMS, np.float32)
        row[columns] = said
        added = found.add_up(np.array(columns, int), said)
        assert added == pytest.approx((row @ by_ngram.toarray()) @ weights, abs=1e-4)
