"""The results as Markdown, for RESULTS.md and for the terminal."""

import os
import platform
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version

from benchmarks.compare import TURNS, VISIT_TURNS, Plan
from benchmarks.cost import NOT_A_MESSAGES, rows
from benchmarks.messages import CYCLE
from benchmarks.results import Comparison, Measured, aims

_PACKAGES = ("rasa", "rasa-sdk", "tensorflow", "sqlalchemy", "fastapi", "uvicorn")
_MIB = 2**20
_METHOD = """\
- Stock: `rasa run` (channel `rest`) and `rasa run actions`, the pipeline and policies that Rasa fills in by default
  ({epochs} epochs), a tracker store in SQLite; the project is in `benchmarks/rasa_project/`. It has the same topics
  with ten English examples each (with all of them it trains for more than an hour) and their English answers; Notouch
  has all examples, in English and Korean, so it is given the larger task.
- Notouch: `python -m bot run` with the settings as they come but for the rate limits, SQLite; spoken to over the chat
  API that the widget uses.
- A turn lasts from sending the message until its last reply is there: in the response (stock), or pushed over the
  WebSocket (Notouch).
- Both get the same messages: four questions drawn from the examples, then a thank-you, again and again.
  {conversations} conversations of {length} turns each, one at a time, alternating between the two. "Turn 50" is
  turns 48 to 52 of all of them, so {pooled} turns; the same for the others.
- Turns per second: {clients} customers at the same time, each with {visits} conversations of {visit_turns} turns, the
  next message sent as soon as the last is answered.
- Training: the whole command, from nothing to a model. Stock was trained on {day} (load average {load:.1f} before
  that); its model is kept as long as the data stays the same.
- Understanding: both learn from the stock project's examples alone and read `tests/data/blind_en.jsonl`, less what is
  out of scope; the most likely label counts, without thresholds.
- Start: from starting the processes until a first question is answered.
- Memory: resident memory (RSS) of all processes of each, after everything above.
- What a message costs: `make profile`, after everything above: processor time of the server's threads and SQL
  statements on SQLite, by part of the product, over {messages} messages of one customer. Each part is without the parts
  inside it; "{else_}" runs beside the messages.
- The clients run on the same machine and take their share of it, the same for both."""


@dataclass(frozen=True)
class Conditions:
    """Where and when. `load` is the machine's load average over a minute just before anything was started."""

    day: str
    cores: int
    system: str
    load: float


def conditions() -> Conditions:
    system = f"{platform.system()} {platform.machine()}, Python {platform.python_version()}"
    return Conditions(date.today().isoformat(), os.cpu_count() or 1, system, os.getloadavg()[0])


def markdown(comparison: Comparison, plan: Plan, where: Conditions) -> str:
    return (
        "\n\n".join(
            [
                "# Notouch against a stock Rasa set-up",
                _provenance(where),
                "## Aims",
                _table(
                    ["aim", "measured", ""],
                    [[a.what, a.found, "met" if a.met else "**not met**"] for a in aims(comparison)],
                ),
                "## Numbers",
                _table(["", "stock Rasa", "Notouch", "times better"], _rows(comparison)),
                "## Understanding, from the same examples",
                _table(["", "stock Rasa", "Notouch"], _understanding(comparison)),
                "## What a message costs Notouch",
                _table(["", "processor time", "SQL statements"], rows(comparison.our_cost)),
                "## How it was measured",
                _method(comparison, plan),
            ]
        )
        + "\n"
    )


def _provenance(where: Conditions) -> str:
    packages = ", ".join(f"{name} {version(name)}" for name in _PACKAGES)
    return (
        f"Written by `make bench` on {where.day}; don't edit.\n{where.system}, {where.cores} cores, load average "
        f"{where.load:.1f} before the start (0 when nothing else runs).\n{packages}."
    )


def _rows(comparison: Comparison) -> list[list[str]]:
    ratio = [f"{side.late_to_early:.2f}" for side in (comparison.stock, comparison.ours)]
    return [
        *(row for turn in TURNS for row in _latencies(comparison, turn)),
        [f"turn {TURNS[-1]} / turn {TURNS[0]}, median", *ratio, ""],
        _row(comparison, "turns per second", lambda m: m.turns_per_second, "{:.1f}", more_is_better=True),
        _row(comparison, "training", lambda m: m.training_seconds, "{:.1f} s"),
        _row(comparison, "start to first answer", lambda m: m.ready_seconds, "{:.1f} s"),
        _row(comparison, "memory after the load", lambda m: m.memory_bytes / _MIB, "{:.0f} MiB"),
    ]


def _understanding(comparison: Comparison) -> list[list[str]]:
    both = (comparison.stock_understanding, comparison.our_understanding)
    return [
        ["right label", *(f"{side.accuracy:.1%}" for side in both)],
        ["median time a question", *(f"{side.median_seconds * 1000:.1f} ms" for side in both)],
    ]


def _latencies(comparison: Comparison, turn: int) -> list[list[str]]:
    return [
        _row(comparison, f"turn {turn}, median", lambda m: m.latencies[turn].median * 1000, "{:.1f} ms"),
        _row(comparison, f"turn {turn}, p99", lambda m: m.latencies[turn].p99 * 1000, "{:.1f} ms"),
    ]


def _row(
    comparison: Comparison, what: str, value: Callable[[Measured], float], shown: str, more_is_better: bool = False
) -> list[str]:
    stock, ours = value(comparison.stock), value(comparison.ours)
    times = ours / stock if more_is_better else stock / ours
    return [what, shown.format(stock), shown.format(ours), f"{times:.1f}"]


def _method(comparison: Comparison, plan: Plan) -> str:
    return _METHOD.format(
        epochs=plan.epochs,
        conversations=plan.conversations,
        length=TURNS[-1] + CYCLE // 2,
        pooled=comparison.ours.latencies[TURNS[0]].n,
        clients=plan.clients,
        visits=plan.visits,
        visit_turns=VISIT_TURNS,
        day=comparison.stock_training.day,
        messages=comparison.our_cost.messages,
        else_=NOT_A_MESSAGES,
        load=comparison.stock_training.load,
    )


def _table(head: list[str], rows: list[list[str]]) -> str:
    marks = ["---"] + ["---:"] * (len(head) - 1)
    return "\n".join("| " + " | ".join(cells) + " |" for cells in (head, marks, *rows))
