"""Where the files of an encoder are, and which ones there have to be."""

from pathlib import Path

from bot.base.paths import PROJECT
from bot.base.settings import load_settings
from bot.nlu.encoders.base import EncoderError

TOKENIZER = "tokenizer.json"
STATIC_MODEL = "model.safetensors"
ONNX_MODEL = "model.onnx"


def fetched_folder(name: str) -> Path:
    """Where the encoder with this name on the hub is kept, fetched or not."""
    return load_settings().var_dir / "encoders" / name


def find_folder(spec: str) -> Path:
    """The folder `spec`, absolute or in the project, or that of the encoder fetched by this name; its files are there.

    Raises:
        EncoderError: there is no such folder, or files are missing.
    """
    folders = (PROJECT / Path(spec).expanduser(), fetched_folder(spec))
    folder = next((folder for folder in folders if folder.is_dir()), None)
    if folder is None:
        raise EncoderError(
            f"There is no encoder {spec}: it is no folder and was not fetched from the hub."
            f" Run: python -m bot encoder get {spec}, or remove `encoder` from config.yml. See docs/encoder.md."
        )
    _check(folder)
    return folder


def _check(folder: Path) -> None:
    models = [folder / ONNX_MODEL, folder / STATIC_MODEL]
    missing = [] if (folder / TOKENIZER).is_file() else [TOKENIZER]
    if not any(model.is_file() for model in models):
        missing.append(f"{ONNX_MODEL} (or {STATIC_MODEL} of a static model)")
    if missing:
        raise EncoderError(
            f"The encoder in {folder} is incomplete: no {' and no '.join(missing)}. See docs/encoder.md."
        )
