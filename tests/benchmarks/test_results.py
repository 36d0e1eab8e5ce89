from dataclasses import replace

import pytest

from benchmarks.compare import Plan
from benchmarks.cost import NOT_A_MESSAGES, Cost
from benchmarks.load import Spread
from benchmarks.report import Conditions, markdown
from benchmarks.results import Comparison, Measured, Understanding, aims
from benchmarks.stock import Training


def measured(early: float, late: float, memory: int) -> Measured:
    latencies = {turn: Spread(seconds, seconds * 2, 100) for turn, seconds in ((5, early), (50, early), (200, late))}
    return Measured(60.0, 10.0, latencies, 20.0, memory)


STOCK = measured(0.08, 0.4, 1000)
TRAINING = Training(60.0, "2026-01-02", 0.5)
READ = Understanding(0.8, 0.001)
COST = Cost(200, {"inbox": 3.0, "commit": 4.0, NOT_A_MESSAGES: 2.0}, {"inbox": 4.0, "commit": 6.0}, 12.0)
WHERE = Conditions("2026-01-03", 2, "Linux", 0.1)


@pytest.mark.parametrize(
    ("ours", "met"),
    [
        (measured(0.01, 0.012, 500), [True, True, True]),
        (measured(0.0101, 0.012, 500), [False, True, True]),
        (measured(0.01, 0.0121, 500), [True, False, True]),
        (measured(0.01, 0.012, 501), [True, True, False]),
    ],
)
def test_an_aim_is_met_up_to_its_limit(ours: Measured, met: list[bool]) -> None:
    assert [aim.met for aim in aims(Comparison(STOCK, ours, TRAINING, READ, READ, COST))[:3]] == met


def test_the_latency_aim_takes_the_turn_where_the_difference_is_least() -> None:
    slow_late = measured(0.001, 0.1, 1)
    assert aims(Comparison(STOCK, slow_late, TRAINING, READ, READ, COST))[0].found.startswith("4.0 times")


@pytest.mark.parametrize(
    ("milliseconds", "statements", "met"),
    [(4.0, 6.0, [True, True]), (4.1, 6.0, [False, True]), (4.0, 6.1, [True, False])],
)
def test_a_message_may_cost_so_much(milliseconds: float, statements: float, met: list[bool]) -> None:
    """What runs beside it is not counted."""
    cost = Cost(200, {**COST.milliseconds, "commit": milliseconds}, {**COST.statements, "commit": statements}, 12.0)
    found = aims(Comparison(STOCK, measured(0.01, 0.01, 1), TRAINING, READ, READ, cost))
    assert [aim.met for aim in found[3:]] == met


def test_the_report_says_what_was_not_met() -> None:
    text = markdown(Comparison(STOCK, measured(0.01, 0.03, 400), TRAINING, READ, READ, COST), Plan(), WHERE)
    assert text.count("| met |") == 4
    assert "| turn 200 within 1.2 times turn 5 | 3.00 times | **not met** |" in text


def test_the_report_has_both_numbers_and_their_ratio() -> None:
    faster = replace(measured(0.01, 0.01, 100 * 2**20), turns_per_second=90.0, training_seconds=6.0)
    text = markdown(Comparison(STOCK, faster, TRAINING, READ, READ, COST), Plan(), WHERE)
    assert "| turn 200, median | 400.0 ms | 10.0 ms | 40.0 |" in text
    assert "| turns per second | 20.0 | 90.0 | 4.5 |" in text
    assert "| training | 60.0 s | 6.0 s | 10.0 |" in text
    assert "| a message, without all else | 7.00 ms | 10.00 |" in text
    assert "trained on 2026-01-02 (load average 0.5" in text
