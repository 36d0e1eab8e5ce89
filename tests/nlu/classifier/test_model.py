"""Training, ranking, saving and loading."""

import shutil
import tarfile
from itertools import repeat
from pathlib import Path
from typing import Any, Sequence

import numpy as np
import pytest

from bot.nlu.classifier import storage
from bot.nlu.classifier.decision import decide
from bot.nlu.classifier.model import TextModel
from bot.nlu.classifier.training import cross_validate, fit
from bot.nlu.encoders.base import EncoderError
from bot.nlu.encoders.loading import load_encoder
from tests.fakes.encoders import static_encoder
from tests.nlu.classifier.conftest import LABELS, TEXTS

QUESTIONS = [
    "how much is delivery",
    "wher is my ordr",
    "몇시에열어요",
    "",
    "!!!",
    "😀",
    "배송비가 을마예요",
    "a" * 4096,
]


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("how much is delivery", "faq/delivery_cost"),
        ("WHERE IS MY ORDER???", "track_order"),
        ("trak my parcl", "track_order"),
        ("몇시에열어요ㅋㅋㅋ", "faq/store_hours"),
        ("배송비 얼마에요", "faq/delivery_cost"),
    ],
)
def test_it_understands_variations(model: TextModel, text: str, label: str) -> None:
    assert model.rank(text)[0][0] == label


@pytest.mark.parametrize("text", QUESTIONS)
def test_shares_add_up_and_are_in_order(model: TextModel, text: str) -> None:
    shares = [share for _, share in model.rank(text)]
    assert sum(shares) == pytest.approx(1, abs=1e-4)
    assert shares == sorted(shares, reverse=True)


@pytest.mark.parametrize("text", ["", "!!!", "😀"])
def test_text_without_anything_known_favours_no_label(model: TextModel, text: str) -> None:
    assert len({share for _, share in model.rank(text)}) == 1


def test_the_same_examples_give_the_same_model(model: TextModel) -> None:
    again = fit(TEXTS, LABELS)
    assert [again.rank(q) for q in QUESTIONS] == [model.rank(q) for q in QUESTIONS]


def test_a_saved_model_decides_the_same(model: TextModel, tmp_path: Path) -> None:
    storage.save(model, tmp_path)
    loaded = storage.load(tmp_path)
    assert [loaded.rank(q) for q in QUESTIONS] == [model.rank(q) for q in QUESTIONS]
    assert [loaded.decide(q) for q in QUESTIONS] == [model.decide(q) for q in QUESTIONS]


def test_it_is_found_in_a_rasa_model(model: TextModel, tmp_path: Path) -> None:
    storage.save(model, tmp_path)
    with tarfile.open(tmp_path / "model.tar.gz", "w:gz") as tar:
        for name in ("model.json", "model.npz"):
            tar.add(tmp_path / name, f"components/train_bot.nlu.components.classifier.SupportClassifier0/{name}")
    loaded = storage.load_from_archive(tmp_path / "model.tar.gz")
    assert loaded.rank("opening hours") == model.rank("opening hours")


def test_a_script_without_examples_is_read_with_the_other_part() -> None:
    english = [(text, label) for text, label in zip(TEXTS, LABELS, strict=True) if text.isascii()]
    model = fit([text for text, _ in english], [label for _, label in english])
    assert model.decide("영업시간").kind == "fallback"


@pytest.mark.parametrize("label", ["track_order", "out_of_scope"])
def test_one_example_of_a_script_is_enough_to_read_it(label: str) -> None:
    english = [(text, name) for text, name in zip(TEXTS, LABELS, strict=True) if text.isascii()]
    texts, labels = zip(*english, ("주문 어디", label), strict=True)
    assert fit(texts, labels).rank("주문 어디쯤")[0] == (label, 1.0)
    assert fit(texts, labels).decide("영업시간").kind in ("answer", "fallback")
    assert sum(len(part.texts) for part in cross_validate(texts, labels)) == len(texts)


def test_held_out_examples_are_all_there_and_unlike_the_known_ones(model: TextModel) -> None:
    parts = cross_validate(TEXTS, LABELS)
    assert sorted(text for part in parts for text in part.texts) == sorted(TEXTS)
    assert all(len(part.decisions()) == len(part.texts) for part in parts)
    rows = [row for part in parts for row in zip(part.texts, part.truth, part.shares, repeat(part.labels))]
    unseen = [shares[labels.index(label)] for _, label, shares, labels in rows]
    seen = [dict(model.rank(text))[label] for text, label, _, _ in rows]
    assert np.mean(unseen) < np.mean(seen)


class Meanings:
    """An encoder that knows that a courier's charge is a shipping cost."""

    dimensions = 2

    def encode(self, texts: Sequence[str]) -> Any:
        return np.array([[1, 0] if {"cost", "charge"} & set(t.split()) else [0, 1] for t in texts], dtype=np.float32)


def test_an_encoder_adds_what_texts_mean(model: TextModel, tmp_path: Path) -> None:
    encoder = Meanings()
    meaning = fit(TEXTS, LABELS, encoder)
    label = "faq/delivery_cost"
    assert dict(meaning.rank("courier charge"))[label] > dict(model.rank("courier charge"))[label]


def test_a_model_is_read_with_the_encoder_it_was_trained_with(tmp_path: Path) -> None:
    folder = static_encoder(tmp_path / "encoder")
    encoder = load_encoder(str(folder))
    trained = fit(TEXTS, LABELS, encoder)
    storage.save(trained, tmp_path)
    storage.save_encoder(tmp_path, str(folder), encoder)
    assert storage.load(tmp_path).rank("where is my order") == trained.rank("where is my order")
    shutil.rmtree(folder)
    with pytest.raises(EncoderError, match="no encoder"):
        storage.load(tmp_path)


def test_decide_uses_the_thresholds_of_the_part(model: TextModel) -> None:
    part = model.parts["other"]
    assert model.decide("opening hours") == decide(model.rank("opening hours"), part.thresholds)
