"""What a customer's message costs, as benchmarks/turn_cost.py measures it."""

from collections.abc import Mapping
from dataclasses import dataclass

# Of what runs beside the messages: it is not theirs, and shown apart.
NOT_A_MESSAGES = "all else (analytics, timers)"


@dataclass(frozen=True)
class Cost:
    """For one message, on average. `milliseconds` are processor time by part, of all threads."""

    messages: int
    milliseconds: Mapping[str, float]
    statements: Mapping[str, float]
    median_latency_ms: float

    @property
    def of_a_message(self) -> float:
        """Processor time from the request to the last reply, without what runs beside it."""
        return sum(spent for part, spent in self.milliseconds.items() if part != NOT_A_MESSAGES)

    @property
    def all_statements(self) -> float:
        return sum(self.statements.values())


def rows(cost: Cost) -> list[list[str]]:
    """Part, processor time and statements, in the order of a message's way, and the sums."""
    parts = dict.fromkeys([*cost.milliseconds, *cost.statements])
    each = [_row(part, cost.milliseconds.get(part, 0.0), cost.statements.get(part, 0.0)) for part in parts]
    return [*each, _row("a message, without all else", cost.of_a_message, cost.all_statements)]


def _row(part: str, milliseconds: float, statements: float) -> list[str]:
    return [part, f"{milliseconds:.2f} ms", f"{statements:.2f}" if statements else ""]
