"""Imports over HTTP: the same sheets as `notouch import` takes, signed."""

import io
from enum import Enum
from functools import partial
from typing import Annotated, Any, Optional, Union

from fastapi import APIRouter, Header, HTTPException, Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from starlette.concurrency import run_in_threadpool

from bot.base.clock import now
from bot.base.content import Content
from bot.base.settings import Settings
from bot.channels.shop import signature
from bot.services.importing import reading
from bot.services.importing.problems import Wrong
from bot.services.importing.shop import Shop
from bot.services.importing.taking import How, Read, take
from bot.store.base.database import Database
from bot.store.shop.staging import Conflict

PREFIX = "/api/imports"
MAX_BODY_BYTES = 10 * 1024 * 1024

_HOW_TO_SIGN = """
Off until IMPORT_SECRET is set. The body is a JSON list of rows, objects with the columns as names, or CSV with a header
(`Content-Type: text/csv`); up to 10 MB. The columns are those of the files, in docs/import.md.

Sign each request: `X-Notouch-Timestamp` is the time in seconds since 1970, and `X-Notouch-Signature` the HMAC-SHA256 of
the timestamp, a dot and the body, with IMPORT_SECRET as the key, in hex. It is good for five minutes:

    time=$(date +%s)
    sign=$( (printf '%s.' "$time"; cat rows.json) | openssl dgst -sha256 -hmac "$IMPORT_SECRET" -r | cut -d' ' -f1)
    curl -H "X-Notouch-Timestamp: $time" -H "X-Notouch-Signature: $sign" -H 'Content-Type: application/json' \\
      --data-binary @rows.json https://chat.example.com/api/imports/orders

All rows are taken or none. The same rows again change nothing, so repeat a request that was not answered.
"""


class What(str, Enum):
    orders = "orders"
    locations = "locations"
    touchpoints = "touchpoints"


class Imported(BaseModel):
    """What became of the rows."""

    added: int
    changed: int
    unchanged: int


class ProblemView(BaseModel):
    """`line` is that of the file, or the number of the row in a list."""

    line: int
    column: Optional[str]
    problem: str


class Refused(BaseModel):
    problems: list[ProblemView]


_ANSWERS: dict[Union[int, str], dict[str, Any]] = {
    401: {"description": "Not signed, wrongly signed, or too old."},
    404: {"description": "IMPORT_SECRET is not set."},
    413: {"description": "More than 10 MB."},
    422: {"description": "Nothing was imported; what is wrong, by line.", "model": Refused},
    503: {"description": "Somebody else is changing the same data; try again.", "headers": {"Retry-After": {}}},
}
# The body is read only after its signature was looked at, so the framework doesn't know it.
_BODY = {
    "required": True,
    "content": {
        "application/json": {
            "schema": {"type": "array", "items": {"type": "object", "additionalProperties": {"type": "string"}}}
        },
        "text/csv": {"schema": {"type": "string"}},
    },
}


def router(database: Database, content: Content, settings: Settings) -> APIRouter:
    shop = Shop(database, content, settings.time_zone)
    routes = APIRouter(prefix=PREFIX, tags=["imports"])
    secret = settings.import_secret.get_secret_value() if settings.import_secret else None

    described: dict[str, Any] = dict(description=_HOW_TO_SIGN, openapi_extra={"requestBody": _BODY})

    @routes.post("/{what}", response_model=Imported, responses=_ANSWERS, **described)
    async def bring(
        request: Request,
        what: What,
        x_notouch_timestamp: Annotated[str, Header()] = "",
        x_notouch_signature: Annotated[str, Header()] = "",
    ) -> Any:
        if secret is None:
            raise HTTPException(404, "Imports are off; set IMPORT_SECRET.")
        body = await _signed_body(request, secret, x_notouch_timestamp, x_notouch_signature)
        kind = request.headers.get("content-type", "")
        return await run_in_threadpool(_take, database, shop, what.value, _reader(kind, body))

    return routes


async def _signed_body(request: Request, secret: str, timestamp: str, given: str) -> bytes:
    if not signature.is_current(timestamp, now()):
        raise HTTPException(401, "X-Notouch-Timestamp must be the time in seconds since 1970, within five minutes.")
    body = await request.body()
    if not signature.is_ours(secret, timestamp, body, given):
        raise HTTPException(401, "X-Notouch-Signature does not fit the timestamp, the body and the secret.")
    return body


def _reader(content_type: str, body: bytes) -> Read:
    if content_type.partition(";")[0].strip().lower() == "text/csv":
        return partial(reading.from_csv, io.TextIOWrapper(io.BytesIO(body), "utf-8-sig", newline=""))
    return partial(reading.from_json, body)


def _take(database: Database, shop: Shop, name: str, read: Read) -> Any:
    try:
        return Imported(**vars(take(database, shop.sheets[name](), read, How("api"))))
    except Wrong as wrong:
        problems = [ProblemView(line=p.line, column=p.column, problem=p.what) for p in wrong.problems]
        return JSONResponse(Refused(problems=problems).dict(), 422)
    except Conflict as conflict:
        raise HTTPException(503, str(conflict), {"Retry-After": "1"}) from conflict
