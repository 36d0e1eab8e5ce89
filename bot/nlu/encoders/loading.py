"""Choosing the kind of encoder that a folder holds, and loading it."""

from pathlib import Path

from bot.nlu.encoders.base import Encoder, EncoderError
from bot.nlu.encoders.files import ONNX_MODEL, find_folder

INSTALL = "python -m pip install --require-hashes -r requirements-encoder.lock"


def load_encoder(spec: str) -> Encoder:
    """The encoder in a folder, absolute or in the project, or that `encoder get` fetched by the name `spec`.

    Raises:
        EncoderError: there is none, it can't be read, or packages for it are not installed.
    """
    folder = find_folder(spec)
    try:
        return _read(folder)
    except EncoderError:
        raise
    except ImportError as error:
        raise EncoderError(f"An encoder needs packages that are not installed ({error}). Run: {INSTALL}") from error
    except Exception as error:  # each of the three libraries raises kinds of its own
        raise EncoderError(f"The encoder in {folder} can't be used: {error}") from error


def _read(folder: Path) -> Encoder:
    # Imported only when used: these import libraries that are an option and slow to load.
    if (folder / ONNX_MODEL).is_file():
        from bot.nlu.encoders.onnx import OnnxEncoder

        return OnnxEncoder(folder)
    from bot.nlu.encoders.static import StaticEncoder

    return StaticEncoder(folder)
