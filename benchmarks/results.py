"""What was measured, and what it should have been."""

from collections.abc import Mapping
from dataclasses import dataclass

from benchmarks.cost import Cost
from benchmarks.load import Spread
from benchmarks.stock import Training

MEDIAN_TIMES_BETTER = 8.0
LATE_TO_EARLY = 1.2
MEMORY_SHARE = 0.5
MESSAGE_MILLISECONDS = 7.0
MESSAGE_STATEMENTS = 10.0


@dataclass(frozen=True)
class Measured:
    """One system. Latencies by turn, counted from 1."""

    training_seconds: float
    ready_seconds: float
    latencies: Mapping[int, Spread]
    turns_per_second: float
    memory_bytes: int

    @property
    def late_to_early(self) -> float:
        """The median at the last turn measured, as a multiple of that at the first one."""
        return self.latencies[max(self.latencies)].median / self.latencies[min(self.latencies)].median


@dataclass(frozen=True)
class Understanding:
    """How the examination's questions were read, each by its most likely label, without thresholds."""

    accuracy: float
    median_seconds: float


@dataclass(frozen=True)
class Comparison:
    stock: Measured
    ours: Measured
    stock_training: Training
    stock_understanding: Understanding
    our_understanding: Understanding
    our_cost: Cost


@dataclass(frozen=True)
class Aim:
    what: str
    found: str
    met: bool


def aims(comparison: Comparison) -> list[Aim]:
    stock, ours = comparison.stock, comparison.ours
    times = min(stock.latencies[turn].median / ours.latencies[turn].median for turn in ours.latencies)
    share = ours.memory_bytes / stock.memory_bytes
    return [
        Aim(
            f"median turn latency at least {MEDIAN_TIMES_BETTER:g} times better, at every turn measured",
            f"{times:.1f} times where it is least",
            times >= MEDIAN_TIMES_BETTER,
        ),
        Aim(
            f"turn 200 within {LATE_TO_EARLY:g} times turn 5",
            f"{ours.late_to_early:.2f} times",
            ours.late_to_early <= LATE_TO_EARLY,
        ),
        Aim("memory at most half", f"{share:.0%}", share <= MEMORY_SHARE),
        Aim(
            f"a message at most {MESSAGE_MILLISECONDS:g} ms of processor time",
            f"{comparison.our_cost.of_a_message:.1f} ms",
            comparison.our_cost.of_a_message <= MESSAGE_MILLISECONDS,
        ),
        Aim(
            f"a message at most {MESSAGE_STATEMENTS:g} SQL statements",
            f"{comparison.our_cost.all_statements:.1f}",
            comparison.our_cost.all_statements <= MESSAGE_STATEMENTS,
        ),
    ]
