"""Experiments: who decides what when, and that customers keep their variant."""

from collections import Counter

import pytest

from bot.base.experiments import Experiment, Variant, project_experiments
from bot.services import experiments
from bot.services.experiments import NotPossible
from bot.store.base.database import Database
from bot.store.customers import identities, merges

KEY = "delivery_cost_short"
TOPIC = "delivery_cost"
_UNEVEN = Experiment(
    "uneven", TOPIC, "helpfulness", {"control": Variant("control", 3, {}), "other": Variant("other", 1, {"en": "Hi"})}
)


def _customers(database: Database, count: int) -> list[int]:
    with database.write() as tx:
        return identities.add_customers(tx, count)


def test_shares_are_close_to_the_weights() -> None:
    counted = Counter(experiments.share(_UNEVEN, customer) for customer in range(1, 20_001))
    assert counted["other"] / 20_000 == pytest.approx(0.25, abs=0.01)


def test_a_customer_keeps_the_variant_and_experiments_share_out_anew() -> None:
    again = Experiment("another", TOPIC, "helpfulness", _UNEVEN.variants)
    customers = range(1, 2001)
    first = [experiments.share(_UNEVEN, customer) for customer in customers]
    assert first == [experiments.share(_UNEVEN, customer) for customer in customers]
    both = sum(
        one == "other" == experiments.share(again, customer) for one, customer in zip(first, customers, strict=True)
    )
    assert both / 2000 == pytest.approx(1 / 16, abs=0.02)


def test_the_variants_stay_the_same_in_later_releases() -> None:
    """Whoever changes how customers are shared out would mix up every experiment that is running."""
    others = [customer for customer in range(1, 31) if experiments.share(_UNEVEN, customer) == "other"]
    assert others == [1, 15, 28]


def test_nothing_is_decided_before_the_start_and_after_the_end(database: Database) -> None:
    [customer] = _customers(database, 1)
    assert experiments.assigned(database, customer, TOPIC) is None
    experiments.start(database, KEY)
    running = experiments.assigned(database, customer, TOPIC)
    assert running is not None
    assert running.on_trial
    assert experiments.assigned(database, customer, "gift_cards") is None
    experiments.stop(database, KEY)
    assert experiments.assigned(database, customer, TOPIC) is None


def test_everybody_gets_what_was_adopted(database: Database) -> None:
    customers = _customers(database, 20)
    experiments.start(database, KEY)
    got = {c: experiments.assigned(database, c, TOPIC) for c in customers}
    assert {a.variant.name for a in got.values() if a} == {"control", "short"}
    experiments.adopt(database, KEY, "short")
    after = [experiments.assigned(database, c, TOPIC) for c in customers]
    assert {(a.variant.name, a.on_trial) for a in after if a} == {("short", False)}
    experiments.adopt(database, KEY, "control")
    assert experiments.assigned(database, customers[0], TOPIC) is None
    decision = experiments.decisions(database)[KEY]
    assert (decision.state, decision.adopted) == ("adopted", "control")
    assert decision.ended_at is not None
    assert decision.ended_at >= decision.started_at


def test_who_turned_out_to_be_one_person_gets_one_variant(database: Database) -> None:
    customers = _customers(database, 30)
    experiment = project_experiments()[KEY]
    older = customers[0]
    newer = next(c for c in customers if experiments.share(experiment, c) != experiments.share(experiment, older))
    experiments.start(database, KEY)
    with database.write() as tx:
        merges.merge(tx, newer, older, "test")
    found = [experiments.assigned(database, c, TOPIC) for c in (older, newer)]
    assert len({a.variant.name for a in found if a}) == 1


def test_what_another_process_decides_is_known_soon(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(experiments, "FRESH_FOR", 0.0)
    elsewhere = Database(database.url)
    assert experiments.decisions(database) == {}
    experiments.start(elsewhere, KEY)
    elsewhere.dispose()
    assert experiments.decisions(database)[KEY].state == "running"


def test_a_decision_is_not_asked_for_in_every_turn(database: Database) -> None:
    assert experiments.decisions(database) is experiments.decisions(database)


@pytest.mark.parametrize(
    ("steps", "named"),
    [
        (["start nowhere"], "no experiment nowhere"),
        ([f"start {KEY}", f"start {KEY}"], "started before"),
        ([f"start {KEY}", f"stop {KEY}", f"start {KEY}"], "under a new key"),
        ([f"stop {KEY}"], "not running"),
        ([f"start {KEY}", f"adopt {KEY} short", f"stop {KEY}"], "not running"),
        ([f"adopt {KEY} short"], "never started"),
        ([f"start {KEY}", f"adopt {KEY} long"], "no variant long. It has: control, short"),
    ],
)
def test_what_is_not_possible_is_said(database: Database, steps: list[str], named: str) -> None:
    *before, last = steps
    for step in before:
        _do(database, step)
    with pytest.raises(NotPossible, match=named):
        _do(database, last)


def _do(database: Database, step: str) -> None:
    what, *rest = step.split()
    getattr(experiments, what)(database, *rest)
