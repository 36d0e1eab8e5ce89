"""Which store is near, and whether it is open at this moment there."""

from datetime import datetime, timezone

import pytest

from bot.services.locations import Today, named, near, today
from bot.store.shop.locations import Location

_WEEK = [*[["10:00", "20:00"]] * 6, None]


def _store(code: str, city: str, postcode: str, time_zone: str = "America/Los_Angeles") -> Location:
    names = {"soho": ["소호점"]}.get(code, [])
    return Location(code, code.title(), "1 Main Street", city, postcode, None, time_zone, list(_WEEK), names)


_STORES = [
    _store("riverside", "Portland", "97205"),
    _store("soho", "London", "W1F 9AB"),
    _store("mall", "Salem", "97301"),
]


@pytest.mark.parametrize(
    ("place", "codes"),
    [
        ("i live in portland", ["riverside"]),
        ("SOHO", ["soho"]),
        ("소호점", ["soho"]),
        ("97210", ["riverside"]),
        ("97399", ["mall"]),
        ("97111", ["riverside", "mall"]),
        ("w1f9ab", ["soho"]),
        ("main street", ["riverside", "soho", "mall"]),
        ("Ulaanbaatar", []),
        ("1", []),
        ("", []),
    ],
)
def test_near(place: str, codes: list[str]) -> None:
    assert [store.code for store in near(_STORES, place)] == codes


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2026-11-23T17:59", Today("10:00", "20:00", False)),  # a Monday, 9:59 in Los Angeles
        ("2026-11-23T18:00", Today("10:00", "20:00", True)),
        ("2026-11-24T03:59", Today("10:00", "20:00", True)),  # Tuesday in UTC, still Monday there
        ("2026-11-24T04:00", Today("10:00", "20:00", False)),
        ("2026-11-22T20:00", None),
    ],
)
def test_today_is_the_day_at_the_store(moment: str, expected: Today) -> None:
    assert today(_STORES[0], datetime.fromisoformat(moment).replace(tzinfo=timezone.utc)) == expected


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("they were rude at Soho yesterday", ["soho"]),
        ("어제 소호점에서 무례했어요", ["soho"]),
        ("RIVERSIDE and the mall", ["riverside", "mall"]),
        ("a small parcel near the riversides", []),
        ("", []),
    ],
)
def test_stores_that_a_story_names(text: str, codes: list[str]) -> None:
    assert [store.code for store in named(_STORES, text)] == codes
