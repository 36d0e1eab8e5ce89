"""When the support team works: weekdays, holidays, midnight, and mistakes told in a sentence."""

from datetime import date, datetime
from pathlib import Path

import pytest

from bot.base.office_hours import OfficeHours, OfficeHoursError, load_office_hours, office_hours

_MONDAY, _SUNDAY = date(2026, 6, 1), date(2026, 6, 7)


def _hours(folder: Path, text: str) -> OfficeHours:
    (folder / "office_hours.yml").write_text(text, encoding="utf-8")
    return load_office_hours(folder)


def test_the_hours_are_those_that_customers_are_told() -> None:
    assert office_hours().on(_MONDAY) == (datetime(2026, 6, 1, 9), datetime(2026, 6, 1, 19))
    assert [day for day in range(7) if day not in office_hours().hours] == [6]
    assert office_hours().on(_SUNDAY) is None
    assert office_hours().on(date(2026, 12, 25)) is None


def test_a_day_can_last_until_midnight(tmp_path: Path) -> None:
    hours = _hours(tmp_path, 'hours: {monday: ["00:00", "24:00"]}')
    assert hours.on(_MONDAY) == (datetime(2026, 6, 1), datetime(2026, 6, 2))


def test_nobody_works_where_nothing_is_declared(tmp_path: Path) -> None:
    assert _hours(tmp_path, "").on(_MONDAY) is None


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ('hours: {funday: ["09:00", "19:00"]}', "funday"),
        ('hours: {monday: ["nine", "19:00"]}', "monday"),
        ("hours: {monday: [09:00, 19:00]}", "monday"),
        ('hours: {monday: ["09:00"]}', "monday"),
        ('hours: {monday: ["19:00", "09:00"]}', "before it opens"),
        ("holidays: [Christmas]", "Christmas"),
    ],
)
def test_a_mistake_is_named(tmp_path: Path, text: str, named: str) -> None:
    with pytest.raises(OfficeHoursError, match=named):
        _hours(tmp_path, text)
