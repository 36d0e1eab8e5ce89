"""What customers write in the benchmark: the same messages to both systems."""

import random

from benchmarks.stock_project import training_entries

# In every five consecutive turns there is one of these, so that any five of them are alike.
CYCLE = 5
_THANKS = "thank you"


def questions() -> list[str]:
    """The English example questions of all topics."""
    entries = [entry for entries in training_entries().values() for entry in entries]
    topics = [entry for entry in entries if str(entry.get("intent", "")).startswith("faq/")]
    return [line.removeprefix("- ") for topic in topics for line in topic["examples"].splitlines()]


def conversation(number: int, turns: int, asked: list[str]) -> list[str]:
    """The messages of one customer; the same number gives the same ones."""
    choose = random.Random(number).choice
    return [_THANKS if turn % CYCLE == 0 else choose(asked) for turn in range(1, turns + 1)]
