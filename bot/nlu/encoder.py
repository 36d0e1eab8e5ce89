"""An optional sentence encoder: sentences that mean the same get vectors that point the same way."""

from pathlib import Path
from typing import Any, Protocol, Sequence

import numpy as np

from bot.base.paths import PROJECT
from bot.base.settings import load_settings

TOKENIZER = "tokenizer.json"
STATIC_MODEL = "model.safetensors"
ONNX_MODEL = "model.onnx"
INSTALL = "python -m pip install --require-hashes -r requirements-encoder.lock"


class EncoderError(Exception):
    """An encoder can't be fetched or used. The message says what is missing and what to do."""


class Encoder(Protocol):
    """Gives each text a vector. The same text always gets the same one, whatever is encoded beside it."""

    dimensions: int

    def encode(self, texts: Sequence[str]) -> "np.ndarray[Any, Any]":
        """A row of float32 for each text, of length 1; of length 0 where no word of the text is known."""


def load_encoder(spec: str) -> Encoder:
    """The encoder in a folder, absolute or in the project, or that `encoder get` fetched by the name `spec`.

    Raises:
        EncoderError: there is none, it can't be read, or packages for it are not installed.
    """
    folder = _folder(spec)
    _check_files(folder)
    try:
        return _read(folder)
    except EncoderError:
        raise
    except ImportError as error:
        raise EncoderError(f"An encoder needs packages that are not installed ({error}). Run: {INSTALL}") from error
    except Exception as error:  # each of the three libraries raises kinds of its own
        raise EncoderError(f"The encoder in {folder} can't be used: {error}") from error


def fetched_folder(name: str) -> Path:
    """Where the encoder with this name on the hub is kept, fetched or not."""
    return load_settings().var_dir / "encoders" / name


def unit_rows(rows: "np.ndarray[Any, Any]") -> "np.ndarray[Any, Any]":
    """The rows as float32 scaled to length 1; rows of zeros stay."""
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / np.where(lengths > 0, lengths, 1), dtype=np.float32)


def _folder(spec: str) -> Path:
    for folder in (PROJECT / Path(spec).expanduser(), fetched_folder(spec)):
        if folder.is_dir():
            return folder
    raise EncoderError(
        f"There is no encoder {spec}: it is no folder and was not fetched from the hub."
        f" Run: python -m bot encoder get {spec}, or remove `encoder` from config.yml. See docs/encoder.md."
    )


def _check_files(folder: Path) -> None:
    models = [folder / ONNX_MODEL, folder / STATIC_MODEL]
    missing = [] if (folder / TOKENIZER).is_file() else [TOKENIZER]
    if not any(model.is_file() for model in models):
        missing.append(f"{ONNX_MODEL} (or {STATIC_MODEL} of a static model)")
    if missing:
        raise EncoderError(
            f"The encoder in {folder} is incomplete: no {' and no '.join(missing)}. See docs/encoder.md."
        )


def _read(folder: Path) -> Encoder:
    # Imported only when used: these import libraries that are an option and slow to load.
    if (folder / ONNX_MODEL).is_file():
        from bot.nlu.encoder_onnx import OnnxEncoder

        return OnnxEncoder(folder)
    from bot.nlu.encoder_static import StaticEncoder

    return StaticEncoder(folder)
