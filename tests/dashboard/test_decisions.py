"""Goals and experiments: set and decided from the pages, and recorded with who did it."""

import re

import pytest

from bot.base.experiments import project_experiments
from bot.staff.auth import COOKIE, Sessions
from bot.staff.rights import Role
from bot.store.analytics import experiments, goals
from tests.dashboard.conftest import Shop
from tests.staff.people import Browser

KEY = next(iter(project_experiments()))


@pytest.fixture
def ada(shop: Shop) -> Browser:
    return shop.staff.signed_in("Ada", Role.ANALYST)


def test_a_goal_is_set_shown_changed_and_removed(shop: Shop, ada: Browser) -> None:
    assert ada.send("/analytics/goals", metric="csat", every="month", target="85", benchmark="80%").status_code == 303
    with shop.database.read() as tx:
        (goal,) = goals.listed(tx)
    assert (goal.target, goal.benchmark) == (0.85, 0.8)
    assert goal.agent_id == shop.staff.find("Ada").id
    assert "85.0%" in ada.page("/analytics/goals")
    ada.send("/analytics/goals", metric="csat", every="month", target="90")
    ada.send("/analytics/goals", metric="wait_median", every="week", target="2.5")
    with shop.database.read() as tx:
        csat, wait = goals.listed(tx)
    assert (csat.target, csat.benchmark) == (0.9, None)
    # Durations are typed in minutes.
    assert wait.target == 150
    ada.send(f"/analytics/goals/{csat.id}/remove")
    assert "90.0%" not in ada.page("/analytics/goals")


@pytest.mark.parametrize("target", ["", "many", "1e999", "nan", "inf", "<b>"])
def test_a_target_that_is_no_number_is_refused_in_words(shop: Shop, ada: Browser, target: str) -> None:
    answer = ada.send("/analytics/goals", metric="csat", every="month", target=target)
    assert answer.status_code == 400
    assert "Write a target as a number" in answer.text
    with shop.database.read() as tx:
        assert goals.listed(tx) == []


def test_there_is_no_goal_for_what_is_no_metric(ada: Browser) -> None:
    assert ada.send("/analytics/goals", metric="luck", every="month", target="1").status_code == 404
    assert ada.send("/analytics/goals", metric="csat", every="century", target="1").status_code == 404


def test_an_experiment_is_started_stopped_and_adopted_with_a_record_of_who(shop: Shop, ada: Browser) -> None:
    assert "not started" in ada.page("/analytics/experiments")
    assert ada.send(f"/analytics/experiments/{KEY}/start").status_code == 303
    page = ada.page("/analytics/experiments")
    assert "running" in page
    assert "Do not decide yet" in page
    variant = next(name for name in project_experiments()[KEY].variants if name != "control")
    assert ada.send(f"/analytics/experiments/{KEY}/stop").status_code == 303
    assert ada.send(f"/analytics/experiments/{KEY}/adopt", variant=variant).status_code == 303
    with shop.database.read() as tx:
        decision = experiments.every(tx)[KEY]
    assert (decision.state, decision.adopted, decision.agent_id) == ("adopted", variant, shop.staff.find("Ada").id)
    assert "decided by Ada" in ada.page("/analytics/experiments")


def test_what_cannot_be_decided_is_refused_in_words(ada: Browser) -> None:
    assert ada.send(f"/analytics/experiments/{KEY}/stop").status_code == 409
    assert ada.send("/analytics/experiments/nothing/start").status_code == 409
    ada.send(f"/analytics/experiments/{KEY}/start")
    assert ada.send(f"/analytics/experiments/{KEY}/start").status_code == 409
    assert ada.send(f"/analytics/experiments/{KEY}/adopt", variant="nonsense").status_code == 409


@pytest.mark.parametrize("path", ["goals", f"experiments/{KEY}/start", f"experiments/{KEY}/adopt", "language"])
def test_nothing_is_decided_without_our_own_form_or_the_right(shop: Shop, ada: Browser, path: str) -> None:
    assert ada.client.post(f"/analytics/{path}", data={"metric": "csat"}).status_code == 403
    theo = shop.staff.signed_in("Theo", Role.AGENT).client
    session = Sessions(shop.database).find(theo.cookies[COOKIE])
    assert session is not None
    refused = theo.post(f"/analytics/{path}", data={"csrf": session.csrf})
    assert refused.status_code == 403
    assert "does not include analytics" in refused.text


def test_a_goal_is_the_target_beside_the_figure_and_in_its_chart(ada: Browser) -> None:
    ada.send("/analytics/goals", metric="csat", every="month", target="85")
    ada.send("/analytics/goals", metric="conversations", every="month", target="1000")
    page = ada.page("/analytics?period=custom&from=2025-10-06&until=2026-01-18")
    assert re.search(r'class="target (good|bad)">target 85.0%', page)
    assert 'data-reference="0.85"' in page
    # A month's target says nothing about other periods of what adds up.
    assert "target 1,000" not in page
