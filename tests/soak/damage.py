"""The trained model's file is damaged when the product starts."""

import shutil
from pathlib import Path

from bot.base.paths import PROJECT
from bot.dialogue.models import current_model
from tests.soak.outcome import Outcome, examine
from tests.soak.site import Site

_CHAT = 7
_TRAINED_WITHIN_SECONDS = 600.0
_COPIED = ("bot", "actions", "data", "config.yml", "domain.yml", "endpoints.yml", "credentials.yml")


def project_with_a_damaged_model(folder: Path) -> Path:
    """A copy of the project whose model breaks off in the middle."""
    project = folder / "project"
    (project / "models").mkdir(parents=True)
    (project / "frontend").mkdir()
    (project / "frontend" / "dist").symlink_to(PROJECT / "frontend" / "dist")
    for name in _COPIED:
        _copy(PROJECT / name, project / name)
    model = current_model()
    (project / "models" / model.name).write_bytes(model.read_bytes()[: model.stat().st_size // 2])
    return project


def _copy(source: Path, target: Path) -> None:
    if source.is_dir():
        shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
    else:
        shutil.copy(source, target)


def damage(folder: Path) -> Outcome:
    """The product says so, trains a new one, and answers what was sent meanwhile."""
    project = project_with_a_damaged_model(folder)
    with Site(folder, project=project, wait_until_ready=False) as site:
        site.says_on_telegram(_CHAT, "how long does delivery take?")
        site.settle(_TRAINED_WITHIN_SECONDS)
        said = "the log says so" if "is damaged" in site.log() else "the log does NOT say so"
        told = any("longer than usual" in text for text in site.telegram.texts(_CHAT))
        patience = "the customer was told that it takes longer" if told else "it took less time than customers are told"
        return examine(site, "Half a model file", 1, said, patience)
