"""The variant of an answer that a customer gets, and that it is recorded once in a conversation."""

from typing import Any, Optional

import pytest
import sqlalchemy as sa

from bot.base.content import Content
from bot.base.experiments import project_experiments
from bot.services import experiments
from bot.store.base.database import Database
from bot.store.schema import touchpoints
from tests.customer import Customer

KEY = "delivery_cost_short"
SHORT = "Delivery is free from $60. Below that it costs $5.90, or $12.90 for 1 working day."
QUESTION = "how much is delivery"


@pytest.fixture
def people(database: Database, content: Content, dialogue: Any) -> dict[str, Customer]:
    """A customer for each variant."""
    experiment, found = project_experiments()[KEY], {}
    while len(found) < len(experiment.variants):
        customer = Customer(database, content, dialogue)
        found.setdefault(experiments.share(experiment, customer.identity.customer_id), customer)
    return found


def _exposed(database: Database) -> list[tuple[Optional[str], ...]]:
    query = sa.select(touchpoints).where(touchpoints.c.kind == "experiment_exposed").order_by(touchpoints.c.id)
    with database.read() as tx:
        return [(row.experiment, row.variant, row.topic) for row in tx.execute(query)]


def test_each_gets_their_variant_with_the_same_buttons(people: dict[str, Customer], database: Database) -> None:
    experiments.start(database, KEY)
    control, short = people["control"].says(QUESTION)[0], people["short"].says(QUESTION)[0]
    assert short.text == SHORT != control.text
    assert [b.title for b in short.buttons] == [b.title for b in control.buttons] != []
    assert _exposed(database) == [(KEY, "control", "delivery_cost"), (KEY, "short", "delivery_cost")]


def test_it_is_recorded_once_in_a_conversation(people: dict[str, Customer], database: Database) -> None:
    experiments.start(database, KEY)
    assert [people["short"].says(QUESTION)[0].text for _ in range(2)] == [SHORT, SHORT]
    assert len(_exposed(database)) == 1


def test_what_was_adopted_is_no_trial(people: dict[str, Customer], database: Database) -> None:
    experiments.start(database, KEY)
    experiments.adopt(database, KEY, "short")
    assert people["control"].says(QUESTION)[0].text == SHORT
    assert _exposed(database) == []


def test_a_korean_customer_reads_it_in_korean(people: dict[str, Customer], database: Database) -> None:
    experiments.start(database, KEY)
    assert "$60 이상 주문하시면 배송비가 무료예요." in people["short"].says("배송비 얼마예요?")[0].text
