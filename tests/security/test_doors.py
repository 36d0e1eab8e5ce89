"""Which door opens to whom: every route, with everybody who may come. A route that is not in the table fails."""

from collections.abc import Callable, Iterator
from typing import Any
from uuid import uuid4

import pytest
from fastapi import FastAPI

from bot.base.content import Content
from bot.base.security_headers import HEADERS
from bot.base.settings import Settings
from bot.bootstrap import create_app
from tests.security.callers import LINK, WHO, Callers, doors
from tests.serving import served
from tests.waiting import until

# Agents come in this order, so an agent has taken Ann's conversation before a supervisor tries to.
TABLE = """
                                                          nobody ann   bob   agent disabled analyst supervisor program
GET     /                                                 200    200   200   200   200      200     200        200
GET     /help                                             200    200   200   200   200      200     200        200
GET     /docs                                             200    200   200   200   200      200     200        200
GET     /openapi.json                                     200    200   200   200   200      200     200        200
GET     /healthz                                          200    200   200   200   200      200     200        200
GET     /metrics                                          401    401   401   401   401      401     401        401
GET     /static                                           200    200   200   200   200      200     200        200
GET     /assets                                           200    200   200   200   200      200     200        200
GET     /staff/static                                     200    200   200   200   200      200     200        200
GET     /console/static                                   200    200   200   200   200      200     200        200
GET     /analytics/static                                 200    200   200   200   200      200     200        200
OPTIONS /chat/{path:path}                                 204    204   204   204   204      204     204        204
POST    /chat/sessions                                    201    201   201   201   201      201     201        201
POST    /chat/entrances                                   401    200   200   401   401      401     401        401
POST    /chat/messages                                    401    202   202   401   401      401     401        401
POST    /chat/clicks                                      401    204   404   401   401      401     401        401
GET     /chat/messages                                    401    200   200   401   401      401     401        401
WS      /chat/ws                                          4401   open  open  4401  4401     4401    4401       4401
GET     /chat/export/{token}                              404    404   404   404   404      404     404        404
POST    /telegram/webhook                                 403    403   403   403   403      403     403        403
POST    /api/imports/{what}                               401    401   401   401   401      401     401        401
GET     /api/metrics                                      401    401   401   401   401      401     401        200
GET     /api/metrics/definitions                          401    401   401   401   401      401     401        200
GET     /api/metrics/{key}/trend                          401    401   401   401   401      401     401        200
GET     /api/metrics/{key}/rows                           401    401   401   401   401      401     401        200
GET     /login                                            200    200   200   200   200      200     200        200
POST    /login                                            401    401   401   401   401      401     401        401
POST    /logout                                           login  login login login login    login   login      login
GET     /console/login                                    login  login login login login    login   login      login
GET     /console                                          login  login login 200   login    403     200        login
GET     /console/events                                   login  login login 200   login    403     200        login
GET     /console/ask                                      login  login login 200   login    403     200        login
POST    /console/ask                                      login  login login 503   login    403     503        login
GET     /console/conversations/{conversation_id}          login  login login 200   login    403     200        login
POST    /console/conversations/{conversation_id}/accept   login  login login 303   login    403     409        login
POST    /console/conversations/{conversation_id}/reply    login  login login 303   login    403     409        login
POST    /console/conversations/{conversation_id}/resolve  login  login login 303   login    403     409        login
POST    /console/conversations/{conversation_id}/give_back login login login 303   login    403     409        login
POST    /console/messages/{message_id}/retry              login  login login 303   login    403     303        login
POST    /console/messages/{message_id}/dismiss            login  login login 303   login    403     303        login
GET     /analytics                                        login  login login 403   login    200     200        login
GET     /analytics/attention                              login  login login 403   login    200     200        login
GET     /analytics/satisfaction                           login  login login 403   login    200     200        login
GET     /analytics/containment                            login  login login 403   login    200     200        login
GET     /analytics/support                                login  login login 403   login    200     200        login
GET     /analytics/topics                                 login  login login 403   login    200     200        login
GET     /analytics/topics/gaps                            login  login login 403   login    200     200        login
GET     /analytics/customers                              login  login login 403   login    200     200        login
GET     /analytics/journey                                login  login login 403   login    200     200        login
GET     /analytics/locations                              login  login login 403   login    200     200        login
GET     /analytics/goals                                  login  login login 403   login    200     200        login
GET     /analytics/experiments                            login  login login 403   login    200     200        login
GET     /analytics/data                                   login  login login 403   login    200     200        login
GET     /analytics/metrics                                login  login login 403   login    200     200        login
GET     /analytics/metrics/{key}                          login  login login 403   login    200     200        login
GET     /analytics/files/{page}/{chart}.{written}         login  login login 403   login    200     200        login
GET     /analytics/files/{key}-{part}.{written}           login  login login 403   login    200     200        login
GET     /analytics/conversations/{conversation_id}        login  login login 403   login    403     200        login
GET     /analytics/reports                                login  login login 403   login    200     200        login
POST    /analytics/reports                                login  login login 403   login    303     303        login
POST    /analytics/reports/{report_id}/send               login  login login 403   login    303     303        login
POST    /analytics/reports/{report_id}/remove             login  login login 403   login    303     303        login
POST    /analytics/goals                                  login  login login 403   login    303     303        login
POST    /analytics/goals/{goal_id}/remove                 login  login login 403   login    303     303        login
POST    /analytics/experiments/{key}/start                login  login login 403   login    303     409        login
POST    /analytics/experiments/{key}/adopt                login  login login 403   login    303     303        login
POST    /analytics/experiments/{key}/stop                 login  login login 403   login    409     409        login
POST    /analytics/language                               login  login login 403   login    303     303        login
"""
# Where Ann's words are to be read, by whom.
READERS = {
    "ann": {"GET /chat/messages", "WS /chat/ws"},
    "agent": {"GET /console/conversations/{conversation_id}"},
    "supervisor": {"GET /console/conversations/{conversation_id}", "GET /analytics/conversations/{conversation_id}"},
}
FILES = {
    "GET /static": "/widget.js",
    "GET /assets": "/pages.css",
    "GET /staff/static": "/base.css",
    "GET /console/static": "/console.css",
    "GET /analytics/static": "/dashboard.css",
}
PLACES = {
    "key": "csat", "page": "overview", "chart": "csat_trend", "part": "denominator", "written": "csv", "what": "orders",
    "path:path": "sessions", "token": "x" * 43, "message_id": "1", "report_id": "1", "goal_id": "1",
}  # fmt: skip
SECRET = "sixteen letters and more"


def expected() -> dict[str, dict[str, str]]:
    """By door and caller."""
    lines = [line.split() for line in TABLE.strip().splitlines()]
    assert tuple(lines[0]) == WHO
    return {f"{method} {path}": dict(zip(WHO, outcomes, strict=True)) for method, path, *outcomes in lines[1:]}


@pytest.fixture
def app(sqlite_url: str, settings: Callable[..., Settings]) -> Iterator[FastAPI]:
    """The application with everything switched on, and the analytics filled."""
    secrets = ("import_secret", "metrics_token", "telegram_webhook_secret", "telegram_bot_token")
    hook = "https://shop.example/telegram/webhook"
    made = create_app(settings(database_url=sqlite_url, telegram_webhook_url=hook, **dict.fromkeys(secrets, SECRET)))
    yield made
    made.state.parts.database.dispose()


@pytest.fixture
def callers(app: FastAPI, content: Content) -> Iterator[Callers]:
    parts = app.state.parts
    with served(app) as url:
        yield Callers(app, url, content)
    parts.filler.stop()


def test_every_door_is_in_the_table(app: FastAPI) -> None:
    assert set(doors(app)) == set(expected())


def test_each_opens_to_whom_it_should(app: FastAPI, callers: Callers) -> None:
    app.state.parts.filler.start()
    until(app.state.parts.warehouse)
    wrong = {}
    for door, outcomes in expected().items():
        found = {who: callers.outcome(who, door, path(door, callers), body(door, callers)) for who in WHO}
        wrong |= {door: (found, outcomes)} if found != outcomes else {}
    assert wrong == {}
    assert callers.read == READERS


def path(door: str, callers: Callers) -> str:
    places = {**PLACES, "conversation_id": str(callers.conversation), "key": key(door)}
    found = door.partition(" ")[2]
    for name, value in places.items():
        found = found.replace(f"{{{name}}}", value)
    return found + FILES.get(door, "")


def key(door: str) -> str:
    return "delivery_cost_short" if "/experiments/" in door else "csat"


def body(door: str, callers: Callers) -> dict[str, Any]:
    """What makes the call a good one."""
    return {
        "POST /chat/entrances": {"json": {"campaign": "window"}},
        "POST /chat/messages": {"json": {"text": "hello", "client_id": str(uuid4())}},
        "POST /chat/clicks": {"json": {"message": callers.message, "link": LINK}},
        "POST /console/ask": {"data": {"text": "hello"}},
        "POST /console/conversations/{conversation_id}/reply": {"data": {"text": "hi", "client_id": str(uuid4())}},
        "POST /analytics/goals": {"data": {"metric": "csat", "every": "month", "target": "90"}},
        "POST /analytics/reports": {"data": {"view": "/topics", "email": "boss@shop.example", "every": "week"}},
        "POST /analytics/experiments/{key}/adopt": {"data": {"variant": "short"}},
    }.get(door, {})


def test_every_answer_has_the_same_headers(callers: Callers) -> None:
    for door in expected():
        if door.startswith("GET ") and "events" not in door:
            told = callers.http.get(path(door, callers)).headers
            own = ["referrer-policy"] if "export" in door else []
            given = {name.decode(): value.decode() for name, value in HEADERS.items() if name.decode() not in own}
            assert {name: told[name] for name in given} == given, door
