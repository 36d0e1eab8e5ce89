"""Trained models: which one belongs to the current data, and making it."""

import gzip
import hashlib
import subprocess
import sys
import zlib
from pathlib import Path

import structlog

from bot.base.paths import DATA, DOMAIN, MODELS, PROJECT
from bot.dialogue.library import skip_tensorflow

log = structlog.get_logger(__name__)

CONFIG = PROJECT / "config.yml"
_PIECE = 2**20


class TrainingFailed(Exception):
    """The data can't be trained; the message says what is wrong."""


def current_model() -> Path:
    """Where the model of the current data belongs, trained or not: a new one for every change that matters to it."""
    sources = [CONFIG, DOMAIN, *(DATA / "nlu").glob("*.yml"), *(DATA / "rules").glob("*.yml")]
    sources += (PROJECT / "bot" / "nlu").rglob("*.py")
    digest = hashlib.sha256()
    for path in sorted(sources):
        digest.update(path.relative_to(PROJECT).as_posix().encode() + b"\0" + path.read_bytes())
    return MODELS / f"notouch-{digest.hexdigest()[:12]}.tar.gz"


def train(model: Path) -> None:
    """Train the project into `model`; takes seconds.

    Raises:
        TrainingFailed: Rasa gave no model, or stopped over the data.
    """
    skip_tensorflow(CONFIG)
    from rasa.engine.exceptions import GraphComponentException
    from rasa.model_training import train as rasa_train
    from rasa.shared.exceptions import RasaException

    name = model.name.removesuffix(".tar.gz")
    try:
        # Rasa's own cache of finished parts would be a second answer to "is this model current?".
        result = rasa_train(
            str(DOMAIN), str(CONFIG), str(DATA), str(model.parent), fixed_model_name=name, force_training=True
        )
    except (RasaException, GraphComponentException) as error:
        # Rasa wraps what a component of ours said.
        raise TrainingFailed(f"The data can't be trained: {error.__cause__ or error}") from error
    if not result.model:
        raise TrainingFailed("Rasa made no model; what it printed above says why.")


def is_whole(model: Path) -> bool:
    """Can the file be read to its end, where its checksum is? Takes a few tenths of a second."""
    pieces = 0
    try:
        with gzip.open(model) as content:
            while content.read(_PIECE):
                pieces += 1
    except (OSError, EOFError, zlib.error):
        return False
    return pieces > 0


def mend(model: Path) -> bool:
    """Train a model anew whose file is damaged, in a process of its own; False when that is not what is wrong."""
    if is_whole(model):
        return False
    log.error(
        "The trained model is damaged and is trained anew, which takes a minute; messages are kept meanwhile. "
        "If this comes again, look at the disk.",
        model=str(model),
    )
    model.unlink(missing_ok=True)
    return subprocess.call([sys.executable, "-W", "ignore", "-m", "bot", "train"], stdout=subprocess.DEVNULL) == 0
