"""Trained models: which one belongs to the current data, and making it."""

import hashlib
from pathlib import Path

from bot.base.paths import DATA, DOMAIN, MODELS, PROJECT
from bot.dialogue.without_tensorflow import skip_tensorflow

CONFIG = PROJECT / "config.yml"


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
