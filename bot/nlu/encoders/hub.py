"""Fetching an encoder from the hub: only the two files that are needed, of the model that is cheapest to run."""

import platform
import shutil

from httpx2 import HTTPError
from huggingface_hub import HfApi, ModelInfo, snapshot_download
from huggingface_hub.errors import HFValidationError, RepositoryNotFoundError

from bot.nlu.encoders.base import EncoderError
from bot.nlu.encoders.files import ONNX_MODEL, STATIC_MODEL, TOKENIZER, fetched_folder

_SECONDS = 5
_ARM = platform.machine() in ("arm64", "aarch64")
# Quantised models first: a quarter of the size, and made for a processor.
_ONNX_FILES = (
    "onnx/model_quantized.onnx",
    "model_quantized.onnx",
    "onnx/model_qint8_arm64.onnx" if _ARM else "onnx/model_quint8_avx2.onnx",
    ONNX_MODEL,
    f"onnx/{ONNX_MODEL}",
)


def fetch(name: str) -> str:
    """Download the encoder called `name` to its folder, replacing an older copy; gives its licence as stated there.

    Files that were complete before an interruption are not downloaded again.

    Raises:
        EncoderError: the hub can't be reached, or has no such encoder.
    """
    try:
        model = HfApi().model_info(name, timeout=_SECONDS)
        _download(name, model, _needed_files(name, model))
    except (RepositoryNotFoundError, HFValidationError) as error:
        raise EncoderError(f"The hub has no public model called {name}. Names look like OWNER/MODEL.") from error
    except (HTTPError, OSError) as error:
        raise EncoderError(_unreachable(name, error)) from error
    return next((t.removeprefix("license:") for t in model.tags or () if t.startswith("license:")), "not stated")


def _needed_files(name: str, model: ModelInfo) -> dict[str, str]:
    """Names on the hub, each with the name we give the file."""
    files = {file.rfilename for file in model.siblings or ()}
    onnx = next((file for file in _ONNX_FILES if file in files), None)
    # Static models often come with an ONNX file too, made for other programs.
    if (model.library_name == "model2vec" or not onnx) and STATIC_MODEL in files:
        needed = {STATIC_MODEL: STATIC_MODEL}
    else:
        needed = {onnx: ONNX_MODEL} if onnx else {}
    if not needed or TOKENIZER not in files:
        raise EncoderError(f"{name} is no encoder we can use: it needs {TOKENIZER} and {ONNX_MODEL} or {STATIC_MODEL}.")
    return {TOKENIZER: TOKENIZER, **needed}


def _download(name: str, model: ModelInfo, files: dict[str, str]) -> None:
    folder = fetched_folder(name)
    unfinished = folder.with_name(f"{folder.name}.unfinished")
    snapshot_download(name, revision=model.sha, local_dir=unfinished, allow_patterns=list(files), etag_timeout=_SECONDS)
    folder.mkdir(parents=True, exist_ok=True)
    for there, here in files.items():
        (unfinished / there).replace(folder / here)
    shutil.rmtree(unfinished)


def _unreachable(name: str, error: Exception) -> str:
    first_line = f"{error}".splitlines()[0] if f"{error}" else type(error).__name__
    return (
        f"Could not get {name} from the hub: {first_line}\n"
        "Try again later, or set HF_ENDPOINT to a mirror. Or copy the files by hand from a machine that has them:\n"
        f"  {TOKENIZER} and {ONNX_MODEL} (or {STATIC_MODEL} of a static model) to {fetched_folder(name)}\n"
        "The assistant works the same without an encoder."
    )
