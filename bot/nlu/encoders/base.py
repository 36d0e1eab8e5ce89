"""What every encoder is, whatever kind it is of."""

from typing import Any, Protocol, Sequence

import numpy as np


class EncoderError(Exception):
    """An encoder can't be fetched or used. The message says what is missing and what to do."""


class Encoder(Protocol):
    """Gives each text a vector. The same text always gets the same one, whatever is encoded beside it."""

    dimensions: int

    def encode(self, texts: Sequence[str]) -> "np.ndarray[Any, Any]":
        """A row of float32 for each text, of length 1; of length 0 where no word of the text is known."""


def unit_rows(rows: "np.ndarray[Any, Any]") -> "np.ndarray[Any, Any]":
    """The rows as float32 scaled to length 1; rows of zeros stay."""
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / np.where(lengths > 0, lengths, 1), dtype=np.float32)
