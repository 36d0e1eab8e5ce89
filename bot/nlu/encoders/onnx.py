"""A sentence encoder as an ONNX file: a network gives each token a vector, and a text is their mean."""

from pathlib import Path
from typing import Any, Sequence

import numpy as np
import onnxruntime
from tokenizers import Encoding

from bot.nlu.encoders.base import EncoderError, unit_rows
from bot.nlu.encoders.files import ONNX_MODEL
from bot.nlu.encoders.tokens import read_tokenizer

_ERRORS_ONLY = 3
_TYPES = {"tensor(int64)": np.int64, "tensor(int32)": np.int32}


class OnnxEncoder:
    """Runs one text at a time.

    In quantised models the texts of a batch change each other's vectors a little, and without padding short
    questions cost little on one thread anyway.
    """

    def __init__(self, folder: Path) -> None:
        self._tokenizer = read_tokenizer(folder)
        self._session = _session(folder / ONNX_MODEL)
        self._types = {declared.name: declared.type for declared in self._session.get_inputs()}
        # A file may leave the number open; and trying the model at once is better than with a customer.
        self.dimensions = len(self._mean("?"))

    def encode(self, texts: Sequence[str]) -> "np.ndarray[Any, Any]":
        means = [self._mean(text) for text in texts]
        return unit_rows(np.array(means, dtype=np.float32).reshape(-1, self.dimensions))

    def _mean(self, text: str) -> "np.ndarray[Any, Any]":
        encoding = self._tokenizer.encode(text)
        vectors = self._session.run(None, self._feed(encoding))[0]
        if vectors.ndim != 3:
            raise EncoderError("the model's first output is not one vector for each token (last_hidden_state)")
        mask = np.array(encoding.attention_mask, dtype=np.float32)
        return np.asarray(mask @ vectors[0] / max(mask.sum(), 1))

    def _feed(self, encoding: Encoding) -> "dict[str, np.ndarray[Any, Any]]":
        """What the model declares as its inputs, for a batch of one."""
        values = {
            "input_ids": encoding.ids,
            "attention_mask": encoding.attention_mask,
            "token_type_ids": encoding.type_ids,
        }
        unknown = sorted(name for name, kind in self._types.items() if name not in values or kind not in _TYPES)
        if unknown:
            raise EncoderError(f"the model wants inputs that texts don't have: {', '.join(unknown)}")
        return {name: np.array([values[name]], dtype=_TYPES[kind]) for name, kind in self._types.items()}


def _session(file: Path) -> Any:
    options = onnxruntime.SessionOptions()
    # Messages are understood side by side already; threads of its own made a single one slower.
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = _ERRORS_ONLY
    return onnxruntime.InferenceSession(str(file), options, providers=["CPUExecutionProvider"])
