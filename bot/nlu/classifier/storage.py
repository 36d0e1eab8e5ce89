"""A model as files: JSON and npz, no pickle, so loading one can't run code."""

import json
import tarfile
import tempfile
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any, Mapping, Optional

import numpy as np

from bot.nlu.classifier.decision import Thresholds
from bot.nlu.classifier.evidence import Evidence
from bot.nlu.classifier.model import Part, TextModel
from bot.nlu.classifier.ngrams import Ngrams
from bot.nlu.encoders.base import Encoder, EncoderError
from bot.nlu.encoders.loading import load_encoder

_DOCUMENT, _ARRAYS = "model.json", "model.npz"
_ENCODER = "encoder.json"
# The same encoder on another processor differs a little; another encoder differs a lot.
_PROBE, _TOLERANCE = "order number refund delivery 환불 배송 주문", 0.15
_COMPONENT = "SupportClassifier"


def save(model: TextModel, folder: Path) -> None:
    document = {script: _document(part) for script, part in model.parts.items()}
    (folder / _DOCUMENT).write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
    arrays = {f"{script}.{name}": a for script, part in model.parts.items() for name, a in _arrays(part).items()}
    np.savez(folder / _ARRAYS, **arrays)


def save_encoder(folder: Path, name: str, encoder: Encoder) -> None:
    """Note beside the model which encoder it was trained with, so that the same one reads with it."""
    probe = encoder.encode([_PROBE])[0].tolist()
    (folder / _ENCODER).write_text(json.dumps({"name": name, "probe": probe}), encoding="utf-8")


def load_encoder_of(folder: Path) -> Optional[Encoder]:
    """The encoder that the model in the folder was trained with, None when it was trained without.

    Raises:
        EncoderError: it is not there, or another one took its place.
    """
    if not (folder / _ENCODER).exists():
        return None
    noted = json.loads((folder / _ENCODER).read_text(encoding="utf-8"))
    encoder, probe = load_encoder(noted["name"]), np.asarray(noted["probe"])
    if encoder.dimensions != len(probe) or np.linalg.norm(probe - encoder.encode([_PROBE])[0]) > _TOLERANCE:
        raise EncoderError(f"{noted['name']} is not the encoder the model was trained with. Run: make train")
    return encoder


def load(folder: Path) -> TextModel:
    """Raises EncoderError when the model was trained with an encoder that can't be had."""
    encoder = load_encoder_of(folder)
    document = json.loads((folder / _DOCUMENT).read_text(encoding="utf-8"))
    arrays = np.load(folder / _ARRAYS, allow_pickle=False)
    return TextModel({script: _part(entry, script, arrays) for script, entry in document.items()}, encoder)


def load_from_archive(archive: Path) -> TextModel:
    """The classifier out of a trained Rasa model, without loading Rasa.

    Raises:
        FileNotFoundError: there is no such model, or it has no classifier of ours.
    """
    with tarfile.open(archive) as tar, tempfile.TemporaryDirectory() as folder:
        wanted = [m for m in tar.getmembers() if m.isfile() and _COMPONENT in m.name]
        for member in wanted:
            content = tar.extractfile(member)
            assert content is not None
            (Path(folder) / Path(member.name).name).write_bytes(content.read())
        return load(Path(folder))


def _document(part: Part) -> dict[str, Any]:
    return {"labels": part.labels, "sharpness": part.sharpness, "thresholds": asdict(part.thresholds)}


def _arrays(part: Part) -> dict[str, Any]:
    arrays = {field.name: getattr(part.evidence, field.name) for field in fields(Evidence)}
    arrays |= {f"ngrams{kind}": vocabulary for kind, vocabulary in enumerate(part.ngrams.vocabularies)}
    arrays |= dict(idf=part.ngrams.idf)
    return arrays if part.meanings is None else arrays | dict(meanings=part.meanings)


def _part(entry: Mapping[str, Any], script: str, arrays: Mapping[str, Any]) -> Part:
    found = {name.removeprefix(f"{script}."): arrays[name] for name in arrays if name.startswith(f"{script}.")}
    return Part(
        labels=tuple(entry["labels"]),
        ngrams=Ngrams([found[name] for name in sorted(found) if name.startswith("ngrams")], found["idf"]),
        evidence=Evidence(**{field.name: found[field.name] for field in fields(Evidence)}),
        sharpness=entry["sharpness"],
        thresholds=Thresholds(**entry["thresholds"]),
        meanings=found.get("meanings"),
    )
