"""Both kinds of encoder, with models of twenty words, and what a person is told when one can't be used."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from onnx import TensorProto
from safetensors.numpy import save_file

from bot.nlu.encoders.base import Encoder, EncoderError
from bot.nlu.encoders.files import fetched_folder
from bot.nlu.encoders.loading import load_encoder
from tests.fakes.encoders import BERT_INPUTS, VECTORS, WORDS, onnx_encoder, static_encoder, vector


@pytest.fixture(params=[static_encoder, onnx_encoder])
def encoder(request: pytest.FixtureRequest, tmp_path: Path) -> Encoder:
    return load_encoder(str(request.param(tmp_path / "tiny")))


def test_each_text_gets_a_row_of_length_one(encoder: Encoder) -> None:
    rows = encoder.encode(["where is my parcel", "환불 언제", "  Refund   REFUNDS "])
    assert (encoder.dimensions, rows.shape, rows.dtype) == (4, (3, 4), np.float32)
    assert np.linalg.norm(rows, axis=1) == pytest.approx(1)


def test_what_stands_beside_a_text_changes_nothing(encoder: Encoder) -> None:
    alone = encoder.encode(["my refund"])
    beside = encoder.encode(["where is my order " * 20, "my refund"])
    assert np.array_equal(alone[0], beside[1])


def test_no_texts_give_no_rows(encoder: Encoder) -> None:
    assert encoder.encode([]).shape == (0, 4)


@pytest.mark.parametrize("text", ["", " ", "\x00", "<b>" * 1365, "refund " * 585, "ㅠ" * 4096, "🙃"])
def test_anything_a_customer_may_type_is_encoded(encoder: Encoder, text: str) -> None:
    assert np.isfinite(encoder.encode([text])).all()


def test_a_static_text_is_the_mean_of_its_known_tokens(tmp_path: Path) -> None:
    encoder = load_encoder(str(static_encoder(tmp_path / "tiny")))
    rows = encoder.encode(["my parcels please", "환불을", "nothing known"])
    assert rows[0] == pytest.approx(vector("my", "parcel", "##s"), abs=1e-6)
    assert rows[1] == pytest.approx(vector("환불", "##을"), abs=1e-6)
    assert not rows[2].any()


def test_a_static_model_may_weigh_tokens_and_share_vectors(tmp_path: Path) -> None:
    weights = np.ones(len(WORDS))
    weights[WORDS.index("my")] = 0
    shared = np.arange(len(WORDS)) // 2
    folder = static_encoder(tmp_path / "tiny", weights=weights, mapping=shared, embeddings=VECTORS[:10])
    row = load_encoder(str(folder)).encode(["my order"])[0]
    expected = VECTORS[WORDS.index("order") // 2]
    assert row == pytest.approx(expected / np.linalg.norm(expected), abs=1e-6)


def test_static_vectors_of_one_byte_a_number_do(tmp_path: Path) -> None:
    small = (VECTORS * 40).round().astype(np.int8)
    row = load_encoder(str(static_encoder(tmp_path / "tiny", embeddings=small))).encode(["refund order"])[0]
    assert row @ vector("refund", "order") > 0.99


@pytest.mark.parametrize("inputs", [BERT_INPUTS, BERT_INPUTS[:2], BERT_INPUTS[:1]])
@pytest.mark.parametrize("kind", [TensorProto.INT64, TensorProto.INT32])
def test_a_network_is_given_the_inputs_it_declares(tmp_path: Path, inputs: tuple[str, ...], kind: int) -> None:
    encoder = load_encoder(str(onnx_encoder(tmp_path / "tiny", inputs, kind)))
    expected = vector("[CLS]", "my", "refund", "[SEP]")
    assert encoder.encode(["My refund"])[0] == pytest.approx(expected, abs=1e-6)


def test_a_network_that_wants_other_inputs_is_refused(tmp_path: Path) -> None:
    folder = onnx_encoder(tmp_path / "tiny", ("input_ids", "pixel_values"))
    with pytest.raises(EncoderError, match="pixel_values"):
        load_encoder(str(folder))


def test_a_network_made_for_another_tokenizer_is_refused(tmp_path: Path) -> None:
    folder = onnx_encoder(tmp_path / "tiny", kind=TensorProto.FLOAT)
    with pytest.raises(EncoderError, match="can't be used"):
        load_encoder(str(folder))


def test_an_encoder_is_found_by_the_name_it_was_fetched_by(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VAR_DIR", str(tmp_path))
    static_encoder(fetched_folder("somebody/tiny-model"))
    assert load_encoder("somebody/tiny-model").dimensions == 4


def test_the_missing_encoder_is_named_with_what_to_run() -> None:
    with pytest.raises(EncoderError, match=r"no encoder somebody/absent.*bot encoder get somebody/absent"):
        load_encoder("somebody/absent")


@pytest.mark.parametrize(
    ("lost", "said"),
    [("tokenizer.json", "no tokenizer.json"), ("model.safetensors", r"no model.onnx \(or model.safetensors")],
)
def test_missing_files_are_named(tmp_path: Path, lost: str, said: str) -> None:
    folder = static_encoder(tmp_path / "tiny")
    (folder / lost).unlink()
    with pytest.raises(EncoderError, match=said):
        load_encoder(str(folder))


@pytest.mark.parametrize("make", [static_encoder, onnx_encoder])
@pytest.mark.parametrize("broken", ["tokenizer.json", "model.*"])
def test_broken_files_are_told_apart_from_missing_ones(tmp_path: Path, make: type, broken: str) -> None:
    folder = make(tmp_path / "tiny")
    next(folder.glob(broken)).write_bytes(b"\x01garbage")
    with pytest.raises(EncoderError, match="can't be used"):
        load_encoder(str(folder))


def test_the_weights_of_a_network_are_not_taken_for_a_static_model(tmp_path: Path) -> None:
    folder = static_encoder(tmp_path / "tiny")
    save_file({"encoder.layer.0.weight": VECTORS}, folder / "model.safetensors")
    with pytest.raises(EncoderError, match="the ONNX file is needed"):
        load_encoder(str(folder))


def test_files_of_different_models_are_refused(tmp_path: Path) -> None:
    folder = static_encoder(tmp_path / "tiny", embeddings=VECTORS[:5])
    with pytest.raises(EncoderError, match="do not belong together: 20 tokens, 5 vectors"):
        load_encoder(str(folder))


def test_missing_packages_are_named_with_what_to_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = onnx_encoder(tmp_path / "tiny")
    monkeypatch.delitem(sys.modules, "bot.nlu.encoders.onnx", raising=False)
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    with pytest.raises(EncoderError, match=r"onnxruntime.*pip install .*requirements-encoder.lock"):
        load_encoder(str(folder))


def test_nothing_heavy_is_imported_until_an_encoder_is_used() -> None:
    code = (
        "import sys, bot.nlu.encoders.loading; print({'onnxruntime', 'tokenizers', 'safetensors'} & set(sys.modules))"
    )
    printed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert printed.strip() == "set()"
