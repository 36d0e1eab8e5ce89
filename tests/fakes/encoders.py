"""Tiny encoders on disk: a vector for each of a few words, as a static model and as a network."""

from pathlib import Path
from typing import Any, Sequence

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from safetensors.numpy import save_file
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors

WORDS = [
    *("[UNK]", "[CLS]", "[SEP]", "where", "is", "my", "parcel", "order", "return", "refund", "shop", "open", "hours"),
    *("환불", "배송", "주문", "언제", "와요", "##s", "##을"),
]
VECTORS = np.random.default_rng(0).normal(size=(len(WORDS), 4)).astype(np.float32)
BERT_INPUTS = ("input_ids", "attention_mask", "token_type_ids")


def vector(*words: str) -> "np.ndarray[Any, Any]":
    """The vector that a text of these words must get."""
    mean = np.mean([VECTORS[WORDS.index(word)] for word in words], axis=0)
    return np.asarray(mean / np.linalg.norm(mean))


def static_encoder(folder: Path, **tensors: "np.ndarray[Any, Any]") -> Path:
    """A folder in model2vec's format."""
    folder.mkdir(parents=True)
    _tokenizer().save(str(folder / "tokenizer.json"))
    save_file({"embeddings": VECTORS, **tensors}, folder / "model.safetensors")
    return folder


def onnx_encoder(folder: Path, inputs: Sequence[str] = BERT_INPUTS, kind: int = TensorProto.INT64) -> Path:
    """A folder with a network whose file asks for padding to 16 tokens, as many do."""
    folder.mkdir(parents=True)
    tokenizer = _tokenizer()
    tokenizer.post_processor = processors.TemplateProcessing("[CLS] $A [SEP]", None, [("[CLS]", 1), ("[SEP]", 2)])
    tokenizer.enable_padding(length=16)
    tokenizer.save(str(folder / "tokenizer.json"))
    onnx.save(_network(inputs, kind), folder / "model.onnx")
    return folder


def _tokenizer() -> Tokenizer:
    tokenizer = Tokenizer(models.WordPiece({word: i for i, word in enumerate(WORDS)}, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.Lowercase()
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    return tokenizer


def _network(inputs: Sequence[str], kind: int) -> onnx.ModelProto:
    graph = helper.make_graph(
        [helper.make_node("Gather", ["table", inputs[0]], ["last_hidden_state"])],
        "tiny",
        [helper.make_tensor_value_info(name, kind, ["batch", "tokens"]) for name in inputs],
        [helper.make_tensor_value_info("last_hidden_state", TensorProto.FLOAT, ["batch", "tokens", None])],
        [numpy_helper.from_array(VECTORS, "table")],
    )
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
