"""What may stand in each column, and what becomes of it."""

from datetime import date, datetime, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.base.clock import now
from bot.base.journey import journey
from bot.services.importing.orders import orders_sheet
from bot.services.importing.problems import Problems, Wrong
from bot.services.importing.sheet import Sheet, check
from bot.services.importing.touchpoints import touchpoints_sheet

_SEOUL = ZoneInfo("Asia/Seoul")
_ORDERS = orders_sheet("FH-204518", ["riverside"], _SEOUL)
_TOUCHPOINTS = touchpoints_sheet(journey(), ("en", "ko"), ["riverside"], _SEOUL)
_ORDER = {"number": "FH-1", "email": "Ann@Example.org", "ordered_on": "2026-11-17"}
_CALL = {
    "id": "c-1",
    "kind": "phone_call",
    "at": "2026-11-17T18:30:00Z",
    "phone": "+82 10-1234-5678",
    "channel": "phone",
}


def _read(sheet: Sheet, row: dict[str, str]) -> dict[str, Any]:
    problems = Problems()
    (made,) = [*check([(2, row)], sheet, problems)] or [{}]
    problems.end()
    return made


@pytest.mark.parametrize(
    ("written", "stored"),
    [
        ({}, {"key": "FH1", "number": "FH-1", "by_email": "ann@example.org", "email": "Ann@Example.org"}),
        ({}, {"total": None, "guest": None, "status": None, "postcode": None, "ordered_at": None, "by_phone": None}),
        ({"number": "fh 1"}, {"key": "FH1"}),
        ({"number": "1"}, {"key": "FH1"}),
        ({"email": "", "phone": "0082 (10) 1234.5678"}, {"phone": "+821012345678", "by_phone": "+821012345678"}),
        ({"total": "129.90", "currency": "USD"}, {"total": 12990}),
        ({"total": "129.9", "currency": "USD"}, {"total": 12990}),
        ({"total": "0.07", "currency": "EUR"}, {"total": 7}),
        ({"total": "12900", "currency": "KRW"}, {"total": 12900}),
        ({"total": "12900.00", "currency": "KRW"}, {"total": 12900}),
        ({"total": "1.234", "currency": "KWD"}, {"total": 1234}),
        ({"account": "guest"}, {"guest": True}),
        ({"account": "account"}, {"guest": False}),
        ({"location": "riverside"}, {"location": "riverside"}),
        ({"items": "3"}, {"items": 3}),
        ({"items": "mug x 2; lamp"}, {"items": 3}),
        ({"items": "mug-x2;lamp × 4;"}, {"items": 6}),
        ({"referral_code": " ANN-5 "}, {"referral_code": "ANN-5"}),
        ({"carrier": "=HYPERLINK(1)"}, {"carrier": "=HYPERLINK(1)"}),
    ],
)
def test_a_good_order(written: dict[str, str], stored: dict[str, Any]) -> None:
    made = _read(_ORDERS, {**_ORDER, **written})
    assert {name: made[name] for name in stored} == stored


@pytest.mark.parametrize(
    ("written", "at", "day"),
    [
        ("2026-11-17T23:30:00Z", datetime(2026, 11, 17, 23, 30), date(2026, 11, 18)),
        ("2026-11-17T23:30:00+02:00", datetime(2026, 11, 17, 21, 30), date(2026, 11, 18)),
        ("2026-11-17 08:30", datetime(2026, 11, 16, 23, 30), date(2026, 11, 17)),
    ],
)
def test_times_are_of_the_reporting_zone_unless_they_say(written: str, at: datetime, day: date) -> None:
    made = _read(_ORDERS, {**_ORDER, "ordered_on": "", "ordered_at": written})
    assert (made["ordered_at"], made["ordered_on"]) == (at.replace(tzinfo=timezone.utc), day)


@pytest.mark.parametrize(
    ("written", "problem"),
    [
        ({"number": "--"}, 'line 2: "--" has neither letters nor digits'),
        ({"number": "9" * 41}, 'column "number": is too long'),
        ({"email": ""}, "line 2: an order needs an e-mail address or a phone number"),
        ({"email": "ann@example"}, 'column "email"'),
        ({"email": "ann@example.org, bob@example.org"}, 'column "email"'),
        ({"phone": "010-1234-5678"}, "with its country's code"),
        ({"phone": "8.21E+11"}, 'column "phone"'),
        ({"status": "lost"}, '"lost" is no status; there are received'),
        ({"ordered_on": ""}, 'needs "ordered_on" or "ordered_at"'),
        ({"ordered_on": "17.11.2026"}, "write it like 2026-12-31"),
        ({"ordered_on": "0001-01-01"}, 'column "ordered_on"'),
        ({"ordered_at": "2026-11-17"}, 'column "ordered_at"'),
        ({"ordered_at": "0001-01-01T00:00:00+14:00"}, 'column "ordered_at"'),
        ({"ordered_at": "yesterday"}, "write it like 2026-12-31T18:30:00+01:00"),
        ({"total": "129.90"}, 'a "total" needs a "currency"'),
        ({"total": "129,90", "currency": "EUR"}, "write it like 0.00"),
        ({"total": "$5", "currency": "USD"}, "without a currency sign"),
        ({"total": "-5", "currency": "USD"}, "is not an amount"),
        ({"total": "1e9", "currency": "USD"}, "is not an amount"),
        ({"total": "٣", "currency": "USD"}, "is not an amount"),
        ({"total": "1.005", "currency": "USD"}, "more decimals than USD, which has 2"),
        ({"total": "1.5", "currency": "KRW"}, "more decimals than KRW, which has 0"),
        ({"currency": "DOGE"}, '"DOGE" is no currency'),
        ({"account": "maybe"}, "there are account, guest"),
        ({"location": "moon"}, '"moon" is no code of a store; there are riverside'),
        ({"items": "0"}, "are no pieces"),
        ({"items": ";"}, "are no pieces"),
        ({"items": "9" * 30}, "are no pieces"),
        ({"tracking_url": "javascript:alert(1)"}, 'column "tracking_url"'),
        ({"carrier": "x" * 1001}, "is too long"),
    ],
)
def test_a_bad_order_is_named(written: dict[str, str], problem: str) -> None:
    with pytest.raises(Wrong) as wrong:
        _read(_ORDERS, {**_ORDER, **written})
    assert problem in str(wrong.value)


def test_all_that_is_wrong_with_a_row_is_told_at_once() -> None:
    with pytest.raises(Wrong) as wrong:
        _read(_ORDERS, {**_ORDER, "number": "", "status": "?", "currency": "?"})
    assert [problem.column for problem in wrong.value.problems] == ["status", "currency", "number"]


@pytest.mark.parametrize(
    ("written", "stored"),
    [
        ({}, {"cause": "import:shop:c-1", "kind": "phone_call", "stage": "retention", "engagement": "cognitive"}),
        ({}, {"by_phone": "+821012345678", "by_email": None, "by_account": None, "language": "en", "topic": None}),
        ({"source": "crm"}, {"cause": "import:crm:c-1"}),
        ({"customer": "A-7", "phone": ""}, {"by_account": "A-7", "by_phone": None}),
        ({"topic": "delivery_cost"}, {"stage": journey().topics["delivery_cost"]}),
        ({"kind": "review_written", "value": "5"}, {"value": 5}),
        ({"kind": "nps_answered", "value": "0"}, {"value": 0}),
        ({"kind": "product_used", "value": "730"}, {"value": 730}),
        ({"detail": "call ann@example.org"}, {"detail": "call <EMAIL>"}),
    ],
)
def test_a_good_touchpoint(written: dict[str, str], stored: dict[str, Any]) -> None:
    made = _read(_TOUCHPOINTS, {**_CALL, **written})
    assert {name: made[name] for name in stored} == stored


@pytest.mark.parametrize(
    ("written", "problem"),
    [
        ({"id": ""}, 'column "id": must not be empty'),
        ({"source": "my:crm"}, 'column "source"'),
        ({"kind": "answer_given"}, '"answer_given" is no kind that can be imported; there are'),
        ({"at": f"{now() + timedelta(days=1):%Y-%m-%dT%H:%M}Z"}, "is in the future"),
        ({"phone": ""}, "a touchpoint needs a customer"),
        ({"channel": ""}, 'column "channel": must not be empty'),
        ({"channel": "shell"}, "tried out"),
        ({"channel": "Ph one"}, 'column "channel"'),
        ({"language": "xx"}, 'column "language"'),
        ({"location": "moon"}, 'column "location"'),
        ({"topic": "weather"}, 'column "topic"'),
        ({"value": "-1"}, 'column "value"'),
        ({"value": "99999999999"}, 'column "value"'),
        ({"kind": "review_written", "value": "6"}, "goes from 1 to 5"),
        ({"kind": "nps_answered"}, "goes from 0 to 10"),
        ({"kind": "ces_answered", "value": "0"}, "goes from 1 to 7"),
    ],
)
def test_a_bad_touchpoint_is_named(written: dict[str, str], problem: str) -> None:
    with pytest.raises(Wrong) as wrong:
        _read(_TOUCHPOINTS, {**_CALL, **written})
    assert problem in str(wrong.value)
