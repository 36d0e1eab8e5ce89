"""Scores made into shares of confidence that can be believed: of what is 0.8 sure, about 80 % should be right."""

from typing import Any

import numpy as np

Array = np.ndarray[Any, Any]
_BINS = 10
_SHARPEST = 200.0


def shares(scores: Array, sharpness: float) -> Array:
    """Softmax along the last axis: shares that add up to 1; a greater sharpness sets them further apart."""
    raised = np.exp(sharpness * (scores - scores.max(axis=-1, keepdims=True)))
    found: Array = raised / raised.sum(axis=-1, keepdims=True)
    return found


def fit_sharpness(scores: Array, truth: Array) -> float:
    """The sharpness that makes the true labels (columns of `scores`) likeliest; scores must be held-out ones."""
    # Takes a quarter of a second to import, which only training pays.
    from scipy.optimize import minimize_scalar

    rows = np.arange(len(truth))

    def surprise(sharpness: float) -> float:
        return float(-np.log(shares(scores, sharpness)[rows, truth] + 1e-12).mean())

    return float(minimize_scalar(surprise, bounds=(1.0, _SHARPEST), method="bounded").x)


def expected_error(confidence: Array, right: Array) -> float:
    """Expected calibration error (ECE): how far confidence is from the share that is right, over ten bins."""
    bins = np.minimum((confidence * _BINS).astype(int), _BINS - 1)
    gaps = [abs(confidence[bins == b].sum() - right[bins == b].sum()) for b in range(_BINS)]
    return float(sum(gaps) / max(len(confidence), 1))
