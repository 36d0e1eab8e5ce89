"""The API's door: who has a valid token passes, everybody else gets 401."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from fastapi import Depends, FastAPI
from starlette.testclient import TestClient

from bot.base.clock import now
from bot.staff.tokens import NameTaken, mint, require_token
from bot.store.base.database import Database
from bot.store.base.records import ApiToken
from bot.store.schema import api_tokens
from bot.store.staff import tokens


@pytest.fixture
def client(database: Database) -> TestClient:
    app = FastAPI()

    @app.get("/api/name")
    def name(token: ApiToken = Depends(require_token(database))) -> str:
        return token.name

    return TestClient(app)


def status(client: TestClient, header: str) -> int:
    return client.get("/api/name", headers={"Authorization": header} if header else {}).status_code


def only(database: Database) -> ApiToken:
    with database.read() as tx:
        (token,) = tokens.every(tx)
    return token


def change(database: Database, **columns: object) -> None:
    with database.write() as tx:
        tx.execute(api_tokens.update().values(columns))


def test_a_token_opens_the_api(client: TestClient, database: Database) -> None:
    token = mint(database, "report")
    answer = client.get("/api/name", headers={"Authorization": f"Bearer {token}"})
    assert (answer.status_code, answer.json()) == (200, "report")


def test_without_a_valid_one_it_is_said_how_to_get_one(client: TestClient, database: Database) -> None:
    token = mint(database, "report")
    for header in ("", "Bearer", "Bearer ", "Bearer nonsense", f"Basic {token}", f"Bearer {token}x", token):
        answer = client.get("/api/name", headers={"Authorization": header} if header else {})
        assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer"), header
        assert "notouch token add" in answer.json()["detail"]
    assert only(database).used_at is None


def test_the_stored_hash_opens_nothing(client: TestClient, database: Database) -> None:
    token = mint(database, "report")
    with database.read() as tx:
        stored = tx.execute(sa.select(api_tokens.c.token_hash)).scalar()
    assert token not in stored
    assert status(client, f"Bearer {stored}") == 401


def test_it_ends_when_it_was_to_end(client: TestClient, database: Database) -> None:
    token = mint(database, "report", timedelta(hours=1))
    assert status(client, f"Bearer {token}") == 200
    change(database, expires_at=now() - timedelta(seconds=1))
    assert status(client, f"Bearer {token}") == 401


def test_a_revoked_one_is_refused_at_once_and_others_stay(client: TestClient, database: Database) -> None:
    token, other = mint(database, "report"), mint(database, "other")
    with database.write() as tx:
        assert tokens.revoke(tx, "report") == 1
    assert [status(client, f"Bearer {each}") for each in (token, other)] == [401, 200]


def test_two_valid_ones_of_a_name_would_be_mixed_up(database: Database) -> None:
    mint(database, "report")
    with pytest.raises(NameTaken):
        mint(database, "report")
    change(database, expires_at=now())
    mint(database, "report")


def test_the_last_use_is_written_at_most_once_a_minute(client: TestClient, database: Database) -> None:
    token = mint(database, "report")
    status(client, f"Bearer {token}")
    first = only(database).used_at
    assert first is not None
    assert now() - first < timedelta(seconds=10)
    status(client, f"Bearer {token}")
    assert only(database).used_at == first
    change(database, used_at=first - timedelta(seconds=61))
    status(client, f"Bearer {token}")
    assert only(database).used_at > first - timedelta(seconds=1)
