"""A static encoder in model2vec's format: a vector for each token, and a text is the mean of its tokens'."""

from pathlib import Path
from typing import Any, Optional, Sequence

import numpy as np
from safetensors.numpy import load_file
from tokenizers import Tokenizer

from bot.nlu.encoders.base import EncoderError, unit_rows
from bot.nlu.encoders.files import STATIC_MODEL
from bot.nlu.encoders.tokens import read_tokenizer

_VECTORS = "embeddings"


class StaticEncoder:
    """Reads `embeddings`, and where the file has them `weights` by token and `mapping` from token to vector."""

    def __init__(self, folder: Path) -> None:
        self._tokenizer = read_tokenizer(folder)
        self._unknown = _unknown_token(self._tokenizer)
        tensors = load_file(folder / STATIC_MODEL)
        if _VECTORS not in tensors:
            raise EncoderError(
                f"{STATIC_MODEL} in {folder} is no static model: it has no `{_VECTORS}`."
                " Of other models the ONNX file is needed, as model.onnx. See docs/encoder.md."
            )
        # Kept as they are stored, often in one byte a number: only a message's few rows become float32.
        self._vectors = tensors[_VECTORS]
        self._weights = tensors.get("weights")
        self._mapping = tensors.get("mapping")
        self.dimensions = int(self._vectors.shape[1])
        self._check_size(folder)

    def encode(self, texts: Sequence[str]) -> "np.ndarray[Any, Any]":
        means = [self._mean(text) for text in texts]
        return unit_rows(np.array(means, dtype=np.float32).reshape(-1, self.dimensions))

    def _mean(self, text: str) -> "np.ndarray[Any, Any]":
        tokens = [t for t in self._tokenizer.encode(text, add_special_tokens=False).ids if t != self._unknown]
        if not tokens:
            return np.zeros(self.dimensions, dtype=np.float32)
        rows = tokens if self._mapping is None else self._mapping[tokens]
        vectors = self._vectors[rows].astype(np.float32)
        if self._weights is not None:
            vectors *= self._weights[tokens, np.newaxis]
        return np.asarray(vectors.mean(axis=0))

    def _check_size(self, folder: Path) -> None:
        known = len(self._vectors if self._mapping is None else self._mapping)
        tokens = self._tokenizer.get_vocab_size()
        if tokens > known:
            raise EncoderError(f"The files in {folder} do not belong together: {tokens} tokens, {known} vectors.")


def _unknown_token(tokenizer: Tokenizer) -> Optional[int]:
    token = getattr(tokenizer.model, "unk_token", None)
    return tokenizer.token_to_id(token) if token else None
