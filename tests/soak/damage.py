"""The trained model's file is damaged when the product starts."""

import shutil
from pathlib import Path

from bot.base.paths import PROJECT
from bot.dialogue.models import current_model
from tests.soak.outcome import Outcome, examine
from tests.soak.site import Site

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
    with Site(folder, project=project) as site:
        site.says_on_telegram(7, "how long does delivery take?")
        site.settle()
        said = "is damaged" in site.log()
        return examine(site, "Half a model file", 1, "the log says so" if said else "the log does not say so")
