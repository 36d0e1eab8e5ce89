"""Bodies larger than anything we take are refused, also when they don't say how large they are."""

from typing import Iterator

import pytest
from fastapi import FastAPI, Request
from starlette.testclient import TestClient

from bot.base.body_limit import BodyLimit


@pytest.fixture
def client() -> TestClient:
    app = FastAPI()
    app.add_middleware(BodyLimit, max_bytes=1000)

    @app.post("/")
    async def length(request: Request) -> int:
        return len(await request.body())

    @app.post("/json")
    def echo(parsed: dict[str, str]) -> dict[str, str]:
        return parsed

    return TestClient(app)


def test_a_body_within_the_limit_passes(client: TestClient) -> None:
    assert client.post("/", content=b"x" * 1000).json() == 1000


def test_a_larger_one_is_refused(client: TestClient) -> None:
    assert client.post("/", content=b"x" * 1001).status_code == 413


def test_so_is_one_in_chunks(client: TestClient) -> None:
    def chunks() -> Iterator[bytes]:
        for _ in range(20):
            yield b"x" * 100

    assert client.post("/", content=chunks()).status_code == 413


def test_a_parsed_body_is_refused_the_same_way(client: TestClient) -> None:
    assert client.post("/json", json={"a": "b"}).json() == {"a": "b"}
    assert client.post("/json", json={"a": "b" * 1000}).status_code == 413


def test_some_paths_may_have_more() -> None:
    app = FastAPI()
    app.add_middleware(BodyLimit, max_bytes=10, larger={"/large": 1000})

    @app.post("/{path}")
    async def length(request: Request) -> int:
        return len(await request.body())

    sizes = [(path, size) for path in ("small", "large") for size in (10, 11, 1000, 1001)]
    answers = [TestClient(app).post(f"/{path}", content=b"x" * size).status_code for path, size in sizes]
    assert answers == [200, 413, 413, 413, 200, 200, 200, 413]
