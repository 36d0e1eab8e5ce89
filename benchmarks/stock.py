"""The stock side: `rasa train` once for each state of the data, then `rasa run` and `rasa run actions`."""

import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from time import perf_counter

from benchmarks.chats import rest_chat
from benchmarks.processes import complete, free_port, python, running
from benchmarks.servers import Server
from benchmarks.stock_project import Files, digest, write

_TRAINED_WITHIN_SECONDS = 4 * 3600.0
# Nobody is told that a benchmark ran.
_QUIET = {"RASA_TELEMETRY_ENABLED": "false", "SQLALCHEMY_SILENCE_UBER_WARNING": "1"}


@dataclass(frozen=True)
class Training:
    """How long the training took, when, and the load average just before; remembered beside the model."""

    seconds: float
    day: str
    load: float


def project_folder(cache: Path, files: Files, epochs: int) -> Path:
    return cache / f"stock-{epochs}-{digest(files)}"


def ensure_trained(project: Path, files: Files, retrain: bool, look: Callable[[str], None]) -> Training:
    """Write the project and train it, unless that was done before and `retrain` is not asked for."""
    remembered = project / "training.json"
    if retrain or not remembered.exists():
        _forget_earlier(project)
        write(files, project)
        load = os.getloadavg()[0]
        command = python("rasa", "train", "--domain", "domain", "--fixed-model-name", "stock")
        seconds = complete(command, project, _QUIET, project / "train.log", _TRAINED_WITHIN_SECONDS, look)
        training = Training(seconds, date.today().isoformat(), load)
        remembered.write_text(json.dumps(asdict(training)), encoding="utf-8")
    return Training(**json.loads(remembered.read_text(encoding="utf-8")))


def _forget_earlier(project: Path) -> None:
    """Models of earlier data are of no use, and hundreds of megabytes each."""
    epochs = project.name.rpartition("-")[0]
    for folder in project.parent.glob(f"{epochs}-*"):
        shutil.rmtree(folder)


@contextmanager
def serving(project: Path, scratch: Path) -> Iterator[Server]:
    """Both processes of a stock set-up, with a tracker store in SQLite; not ready yet."""
    port, actions_port = free_port(), free_port()
    actions_url = f"http://127.0.0.1:{actions_port}/webhook"
    environment = {**_QUIET, "ACTIONS_URL": actions_url, "TRACKER_DB": str(scratch / "tracker.db")}
    run = ("--model", "models/stock.tar.gz", "--interface", "127.0.0.1", "--port", str(port))
    began = perf_counter()
    with (
        running(
            python("rasa", "run", "actions", "--port", str(actions_port)), project, _QUIET, scratch / "actions.log"
        ) as a,
        running(python("rasa", "run", *run), project, environment, scratch / "rasa.log") as b,
    ):
        yield Server("stock Rasa", f"http://127.0.0.1:{port}", rest_chat, (a, b), scratch / "rasa.log", began)
