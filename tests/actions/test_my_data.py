"""What customers may ask about their own data."""

import re
from typing import Any

import pytest
import sqlalchemy as sa
from fastapi import FastAPI
from starlette.testclient import TestClient

from bot.base.content import Content
from bot.channels.web import export
from bot.services import privacy
from bot.store.base.database import Database
from bot.store.schema import metadata
from tests.customer import Customer

_SECRET = "Zanzibar"
_ADDRESS = "ann@example.org"


def _everything(database: Database) -> str:
    """All rows of all tables, as text."""
    with database.read() as tx:
        return "\n".join(str(dict(row)) for t in metadata.sorted_tables for row in tx.execute(sa.select(t)).mappings())


def _tell_all(customer: Customer) -> None:
    """Say something secret wherever the bot keeps words."""
    customer.says(f"how do i get a refund for my {_SECRET} lamp")
    customer.presses("Yes")
    customer.presses("4")
    customer.says(f"nice, says {_SECRET}")
    customer.says("i want to make a complaint")
    customer.says(f"the {_SECRET} lamp was broken")
    customer.says("i want to talk to a human")
    customer.presses("Leave my e-mail")
    customer.says(_ADDRESS)
    customer.says(f"it is about {_SECRET}")
    customer.presses("Stop waiting")
    customer.says(f"is {_SECRET} shipping")


def test_erasing_leaves_no_word_and_no_address_behind(customer: Customer) -> None:
    _tell_all(customer)
    before = _everything(customer.database)
    assert _SECRET in before
    assert _ADDRESS in before
    customer.says("please delete my chat data")
    assert "can't be undone" in customer.last[-1].text
    assert "erased" in customer.presses("Yes, erase it")[-1].text
    after = _everything(customer.database)
    assert _SECRET not in after
    assert _ADDRESS not in after
    assert "'action': 'erase'" in after
    assert after.count("'kind': 'question_asked'") == before.count("'kind': 'question_asked'") + 1
    assert "working days" in customer.says("how long does delivery take?")[0].text


def test_the_conversation_of_others_stays(database: Database, content: Content, dialogue: Any) -> None:
    one, other = (Customer(database, content, dialogue) for _ in range(2))
    other.says("do you ship to Zanzibar")
    one.says("please delete my chat data")
    one.presses("Yes, erase it")
    assert other.history()[0].text == "do you ship to Zanzibar"


@pytest.mark.parametrize("answer", ["no", "cancel", "how long does delivery take?"])
def test_nothing_is_erased_without_a_yes(customer: Customer, answer: str) -> None:
    customer.says("please delete my chat data")
    customer.says(answer)
    assert customer.history()[0].text == "please delete my chat data"


@pytest.fixture
def client(database: Database, content: Content) -> TestClient:
    app = FastAPI()
    app.include_router(export.router(database, content))
    return TestClient(app)


def _link(customer: Customer) -> str:
    found = re.search(r"\((/chat/export/[^)]+)\)", customer.says("give me a copy of my chat data")[-1].text)
    assert found is not None
    return found[1]


def test_the_export_has_everything_and_works_once(customer: Customer, client: TestClient) -> None:
    _tell_all(customer)
    link = _link(customer)
    first = client.get(link)
    assert "attachment" in first.headers["content-disposition"]
    assert first.headers["cache-control"] == "no-store"
    data = first.json()
    assert data["requests for a person"][0]["email"] == _ADDRESS
    assert data["ratings"][0]["comment"] == f"nice, says {_SECRET}"
    assert data["complaints"][0]["what_happened"] == f"the {_SECRET} lamp was broken"
    assert next(m["text"] for m in data["messages"] if m["sender"] == "customer").endswith(f"{_SECRET} lamp")
    assert client.get(link).status_code == 404


def test_the_export_holds_nothing_of_others(
    database: Database, content: Content, dialogue: Any, client: TestClient
) -> None:
    other, one = (Customer(database, content, dialogue) for _ in range(2))
    _tell_all(other)
    assert _SECRET not in client.get(_link(one)).text


def test_old_and_made_up_links_give_nothing(
    customer: Customer, client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert client.get("/chat/export/made-up").status_code == 404
    monkeypatch.setattr(privacy, "EXPORT_LINK_FOR", -privacy.EXPORT_LINK_FOR)
    gone = client.get(_link(customer), headers={"Accept-Language": "ko"})
    assert (gone.status_code, "링크" in gone.text) == (404, True)


def test_on_telegram_the_export_is_a_summary(database: Database, content: Content, dialogue: Any) -> None:
    customer = Customer(database, content, dialogue, channel="telegram")
    customer.says("do you ship abroad?")
    text = customer.says("give me a copy of my chat data")[-1].text
    assert "/chat/export" not in text
    assert "Messages, yours and ours: 4" in text


def test_opting_out_is_remembered(customer: Customer) -> None:
    customer_id = customer.identity.customer_id
    assert privacy.export(customer.database, customer_id)["customer"]["opted_out_at"] is None
    customer.says("stop sending me follow-up messages in this chat")
    assert privacy.export(customer.database, customer_id)["customer"]["opted_out_at"] is not None


def test_koreans_erase_in_korean(database: Database, content: Content, dialogue: Any) -> None:
    customer = Customer(database, content, dialogue, language="ko")
    customer.says("내 채팅 기록 삭제해 주세요")
    assert "삭제했어요" in customer.says("네")[-1].text
    assert customer.history()[0].text == "(삭제됨)"


def test_rows_of_an_export_are_the_customers_own_words_and_times(customer: Customer) -> None:
    customer.says("do you ship abroad?")
    data = privacy.export(customer.database, customer.identity.customer_id)
    assert [message["sender"] for message in data["messages"]] == ["customer", "bot", "bot"]
