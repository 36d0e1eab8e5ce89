"""data/journey.yml: every kind and topic declared, nothing else named, and mistakes told in a sentence."""

from pathlib import Path

import pytest

from bot.base.content import Content, load_content
from bot.base.journey import JourneyError, journey, load_journey
from bot.base.paths import DATA, DOMAIN
from bot.store.chat.touchpoints import Kind

_DECLARED = (DATA / "journey.yml").read_text(encoding="utf-8")


def test_the_kinds_declared_are_those_that_exist() -> None:
    assert set(journey().kinds) == {kind.label for kind in Kind}


def test_the_topics_declared_are_those_that_exist(content: Content) -> None:
    assert set(journey().topics) == set(content.topics)


def test_turning_to_us_is_the_customers_own_doing_and_only_it_is_a_contact() -> None:
    kinds = journey().kinds
    assert {name for name, kind in kinds.items() if kind.contact} == {
        "conversation_started",
        "email_received",
        "phone_call",
    }
    assert all(kinds[name].by_customer for name in kinds if kinds[name].contact or kinds[name].importable)


def test_a_touchpoint_has_its_kinds_engagement_and_stage() -> None:
    assert Kind.HELPFUL.defaults() == {"kind": "helpful", "engagement": "emotional", "stage": "adoption"}


@pytest.mark.parametrize(
    ("right", "wrong", "named"),
    [
        ("engagement: emotional, stage: adoption", "engagement: joyful, stage: adoption", "helpful: joyful"),
        ("gift_cards: expansion", "gift_cards: growth", "gift_cards: growth"),
        ("kinds: [friend_referred, review_written", "kinds: [friend_praised, review_written", "friend_praised"),
        ("interest: {stages: [consideration]}", "interest: {stages: [awareness]}", "aidae: name every stage in one"),
    ],
)
def test_a_contradiction_is_named(tmp_path: Path, right: str, wrong: str, named: str) -> None:
    (tmp_path / "journey.yml").write_text(_DECLARED.replace(right, wrong), encoding="utf-8")
    with pytest.raises(JourneyError, match=named):
        load_journey(tmp_path)


def test_a_topic_without_a_stage_is_named(tmp_path: Path) -> None:
    (tmp_path / "journey.yml").write_text(_DECLARED.replace("  gift_cards: expansion\n", ""), encoding="utf-8")
    for shared in ("nlu", "brand.yml"):
        (tmp_path / shared).symlink_to(DATA / shared)
    with pytest.raises(JourneyError, match="gift_cards"):
        load_content(DOMAIN, tmp_path)
