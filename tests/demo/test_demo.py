"""A small made-up year on both databases: whole, consistent, and a product that goes on working with it."""

import re
import shutil
from datetime import datetime, timezone
from pathlib import Path
from typing import Any, Iterator

import pytest
import sqlalchemy as sa

from bot.base.content import Content, project_content
from bot.base.experiments import project_experiments
from bot.base.journey import journey
from bot.base.paths import DATA
from bot.cli.imports import add_samples
from bot.demo.write import fill
from bot.demo.year import Wanted
from bot.services.experiments import share
from bot.store.base.database import Database
from bot.store.schema import metadata
from tests.customer import Customer

NOW = datetime(2026, 11, 25, 15, 30, tzinfo=timezone.utc)
WANTED = Wanted(days=30, touchpoints=5000, seed=7, now=NOW, time_zone="UTC")
_HANGUL = re.compile("[가-힣]")


def fill_all(database: Database, content: Content) -> None:
    add_samples(database)
    for _ in fill(database, WANTED, content):
        pass


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Iterator[Database]:
    """Filled once; tests only look at it."""
    path = shutil.copy(sqlite_template, tmp_path_factory.mktemp("demo") / "filled.db")
    database = Database(f"sqlite:///{path}")
    fill_all(database, project_content())
    yield database
    database.dispose()


def rows(database: Database, query: str) -> list[Any]:
    with database.read() as tx:
        return [tuple(row) for row in tx.execute(sa.text(query))]


def test_it_is_as_large_as_wished(filled: Database) -> None:
    assert 4300 < rows(filled, "SELECT count(*) FROM touchpoints")[0][0] < 5700
    assert rows(filled, "SELECT count(*) FROM agents")[0][0] == 7


def test_touchpoints_of_a_conversation_are_in_order(filled: Database) -> None:
    last: dict[int, Any] = {}
    begun, ended = set(), set()
    query = "SELECT conversation_id, at, kind FROM touchpoints WHERE conversation_id IS NOT NULL ORDER BY id"
    for conversation, at, kind in rows(filled, query):
        assert last.setdefault(conversation, at) <= at
        last[conversation] = at
        assert (kind == "conversation_started") == (conversation not in begun)
        begun.add(conversation)
        ended |= {conversation} if kind == "conversation_closed" else set()
    closed = {row[0] for row in rows(filled, "SELECT id FROM conversations WHERE closed_at IS NOT NULL")}
    assert begun == {row[0] for row in rows(filled, "SELECT id FROM conversations")}
    assert closed == ended


def test_conversations_of_a_chat_follow_each_other(filled: Database) -> None:
    until: dict[int, Any] = {}
    query = "SELECT identity_id, opened_at, closed_at FROM conversations ORDER BY identity_id, opened_at"
    for identity, opened, closed in rows(filled, query):
        assert identity not in until or (until[identity] is not None and until[identity] < opened)
        until[identity] = closed
    assert len(until) < rows(filled, "SELECT count(*) FROM conversations")[0][0]


def test_every_reference_leads_somewhere(filled: Database) -> None:
    for table in metadata.tables.values():
        for key in table.foreign_keys:
            other, column = key.column.table.name, key.parent.name
            lost = f"SELECT count(*) FROM {table.name} t LEFT JOIN {other} o ON o.id = t.{column}"
            assert rows(filled, f"{lost} WHERE o.id IS NULL AND t.{column} IS NOT NULL") == [(0,)], key


def test_nothing_happens_later_than_now(filled: Database) -> None:
    when = {"touchpoints": "at", "messages": "created_at", "orders": "ordered_at", "handoffs": "ended_at",
            "conversations": "closed_at", "presences": "until_at", "surveys": "rated_at", "merges": "at"}  # fmt: skip
    for table, column in when.items():
        latest = rows(filled, f"SELECT max({column}) FROM {table}")[0][0]
        assert latest is None or latest[:19] <= "2026-11-25 15:30:00", table


def test_values_are_within_their_scales(filled: Database) -> None:
    scales = {"survey_answered": (1, 5), "nps_answered": (0, 10), "ces_answered": (1, 7), "review_written": (1, 5)}
    for kind, (least, most) in scales.items():
        found = [value for (value,) in rows(filled, f"SELECT value FROM touchpoints WHERE kind = '{kind}'")]
        assert found
        assert all(least <= value <= most for value in found)
    assert not rows(filled, "SELECT id FROM touchpoints WHERE sentiment NOT BETWEEN -1 AND 1")
    assert not rows(filled, "SELECT id FROM touchpoints WHERE confidence NOT BETWEEN 0 AND 1")


def test_kinds_topics_and_stages_are_declared(filled: Database) -> None:
    for kind, stage, engagement, topic in rows(
        filled, "SELECT DISTINCT kind, stage, engagement, topic FROM touchpoints"
    ):
        assert engagement == journey().kinds[kind].engagement
        assert stage in journey().stages
        assert topic is None or topic in journey().topics


def test_both_languages_are_spoken(filled: Database) -> None:
    query = """SELECT m.text, c.language FROM messages m JOIN conversations c ON c.id = m.conversation_id
               WHERE m.sender IN ('bot', 'agent', 'system')"""
    spoken = {"en": 0, "ko": 0}
    for text, language in rows(filled, query):
        spoken[language] += 1
        assert bool(_HANGUL.search(text)) == (language == "ko") or language == "en", text
        assert not re.search(r"\{\w+\}", text), text
    assert min(spoken.values()) > 50


def test_surveys_and_handoffs_agree_with_the_touchpoints(filled: Database) -> None:
    counted = {
        "survey_asked": "SELECT count(*) FROM surveys",
        "handoff_requested": "SELECT count(*) FROM handoffs",
        "handoff_accepted": "SELECT count(*) FROM handoffs WHERE accepted_at IS NOT NULL",
        "complaint_filed": "SELECT count(*) FROM complaints WHERE completed_at IS NOT NULL",
        "human_replied": "SELECT sum(human_messages) FROM conversations",
        "message_sent": "SELECT count(*) FROM messages WHERE sender = 'bot'",
    }
    for kind, query in counted.items():
        assert rows(filled, query) == rows(filled, f"SELECT count(*) FROM touchpoints WHERE kind = '{kind}'"), kind
    rated = "SELECT count(DISTINCT conversation_id) FROM touchpoints WHERE kind = 'survey_answered'"
    assert rows(filled, "SELECT count(*) FROM surveys WHERE rating IS NOT NULL") == rows(filled, rated)


def test_customers_get_the_variant_that_the_product_would_give_them(filled: Database) -> None:
    query = "SELECT experiment, variant, customer_id FROM touchpoints WHERE kind = 'experiment_exposed'"
    into = dict(rows(filled, "SELECT id, coalesce(merged_into_id, id) FROM customers"))
    found = rows(filled, query)
    assert found
    right = [share(project_experiments()[key], into[customer]) == variant for key, variant, customer in found]
    assert sum(right) >= len(right) - 1  # who is not known to be one person yet


@pytest.mark.timeout(120)
def test_the_same_seed_gives_the_same_and_the_product_goes_on(
    database: Database, filled: Database, content: Content, dialogue: Any
) -> None:
    fill_all(database, content)
    for query in (
        "SELECT cause, kind, customer_id, conversation_id, message_id, topic, detail FROM touchpoints ORDER BY id",
        "SELECT id, text, sender FROM messages ORDER BY id",
        "SELECT channel, external_id, customer_id FROM identities ORDER BY id",
        "SELECT number, total, status FROM orders ORDER BY id",
    ):
        assert rows(database, query) == rows(filled, query)
    before = rows(database, "SELECT max(id) FROM touchpoints")[0][0]
    assert Customer(database, content, dialogue).says("how much is delivery?")
    added = [kind for (kind,) in rows(database, f"SELECT kind FROM touchpoints WHERE id > {before} ORDER BY id")]
    assert added[0] == "conversation_started"
    assert "answer_given" in added


def test_texts_are_there_in_both_languages() -> None:
    import yaml

    def walk(found: Any, path: str) -> Iterator[str]:
        if isinstance(found, dict):
            if {"en", "ko"} & set(found) and not {"en", "ko"} <= set(found):
                yield path
            for key, value in found.items():
                yield from walk(value, f"{path}.{key}")
        elif isinstance(found, list):
            for number, value in enumerate(found):
                yield from walk(value, f"{path}.{number}")

    for file in (DATA / "demo").glob("*.yml"):
        assert not list(walk(yaml.safe_load(file.read_text(encoding="utf-8")), file.stem))
