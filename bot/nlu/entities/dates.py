"""Dates, absolute and relative, in both languages, as ISO dates: "March 3rd", "어제", "2 weeks ago", "next Friday"."""

import re
from contextlib import suppress
from datetime import date, timedelta
from typing import Any, Callable, Iterator, Mapping, Optional

from bot.base.clock import now
from bot.nlu.entities.spans import Entity, found, one_of

Words = Mapping[str, Any]
_NUMERIC = re.compile(r"(?<![\d.,/$-])(?P<a>\d{1,2})/(?P<b>\d{1,2})(?:/(?P<y>\d{4}|\d{2}))?(?![\d/])")
_YEAR_FIRST = re.compile(r"(?<![\d.-])(?P<y>(?:19|20)\d\d)[-./]\s?(?P<m>\d{1,2})[-./]\s?(?P<d>\d{1,2})(?!\d)")
_KOREAN = re.compile(r"(?<!\d)(?:(?P<y>(?:19|20)?\d\d)\s?년\s?)?(?P<m>\d{1,2})\s?월\s?(?P<d>\d{1,2})\s?일")


class DateReader:
    """Days are those of UTC; `today` is asked at every message."""

    def __init__(self, words: Words, today: Callable[[], date] = lambda: now().date()) -> None:
        self._words = words
        self._today = today
        self._patterns = (
            (_YEAR_FIRST, self._numbers),
            (_KOREAN, self._numbers),
            *((pattern, self._numbers) for pattern in _month_named(words)),
            (_span(words), self._ago),
            (_compiled(rf"(?:{one_of(words['relative'])})(?![A-Za-z0-9])"), self._relative),
            (_weekday(words), self._weekday),
            (_week(words), self._week),
            (_NUMERIC, self._slashed),
        )

    def __call__(self, text: str) -> Iterator[Entity]:
        for pattern, value in self._patterns:
            yield from found("date", pattern, text, value)

    def _numbers(self, match: "re.Match[str]") -> Optional[str]:
        named = match.groupdict()
        month = named["m"] if named["m"].isdigit() else self._words["months"][named["m"].casefold()]
        return self._date(named.get("y"), int(month), int(named["d"]))

    def _slashed(self, match: "re.Match[str]") -> Optional[str]:
        # Month first, as the brand's country writes it, unless that can't be.
        first, second = int(match["a"]), int(match["b"])
        month, day = (second, first) if first > 12 else (first, second)
        return self._date(match["y"], month, day)

    def _date(self, year: Optional[str], month: int, day: int) -> Optional[str]:
        """Without a year the nearest such day; None where there is no such day."""
        today = self._today()
        years = [int(year) + (2000 if len(year) == 2 else 0)] if year else range(today.year - 1, today.year + 2)
        days = []
        for candidate in years:
            with suppress(ValueError):
                days.append(date(candidate, month, day))
        return min(days, key=lambda found: abs(found - today)).isoformat() if days else None

    def _relative(self, match: "re.Match[str]") -> str:
        return self._in(self._words["relative"][_plain(match[0])])

    def _ago(self, match: "re.Match[str]") -> str:
        words, span = self._words, match.groupdict()
        sign = -1 if _plain(match["direction"]) in words["ago"] else 1
        if span["whole"]:
            return self._in(sign * words["whole_spans"][span["whole"]])
        count = sign * (int(span["n"]) if span["n"].isdigit() else words["counts"][_plain(span["n"])])
        unit = _plain(span["unit"])
        return self._month_in(count) if unit in words["month_units"] else self._in(count * words["units"][unit])

    def _weekday(self, match: "re.Match[str]") -> str:
        words, before, today = self._words, _plain(match["before"] or ""), self._today()
        day = {**words["short_weekdays"], **words["weekdays"]}[_plain(match["day"] or match["alone"])]
        ahead = (day - today.weekday()) % 7
        # "last Friday" is the one before today, even when that was this week; a Korean week word means the week.
        if before == "last" or words["before_weekday"].get(before) == "past":
            return self._in(ahead - 7)
        if before in words["weeks"]:
            return self._in(day - today.weekday() + 7 * words["weeks"][before])
        return self._in(ahead)

    def _week(self, match: "re.Match[str]") -> str:
        year, week, _ = (self._today() + timedelta(7 * self._words["weeks"][_plain(match["week"])])).isocalendar()
        return f"{year}-W{week:02}"

    def _month_in(self, months: int) -> str:
        today = self._today()
        year, month = divmod(12 * today.year + today.month - 1 + months, 12)
        return f"{year}-{month + 1:02}"

    def _in(self, days: int) -> str:
        return (self._today() + timedelta(days)).isoformat()


def _plain(word: str) -> str:
    return " ".join(word.casefold().split())


def _month_named(words: Words) -> tuple["re.Pattern[str]", "re.Pattern[str]"]:
    month, day = rf"(?P<m>{one_of(words['months'])})\.?", r"(?P<d>\d{1,2})(?:st|nd|rd|th)?"
    year = r"(?:,?\s(?P<y>(?:19|20)\d\d))?(?!\w)"
    return _compiled(rf"{month}\s(?:the\s)?{day}{year}"), _compiled(rf"{day}\s(?:of\s)?{month}{year}")


def _span(words: Words) -> "re.Pattern[str]":
    units = one_of([*words["units"], *words["month_units"]])
    number = rf"(?:(?P<n>\d{{1,3}}|{one_of(words['counts'])})\s?(?P<unit>{units}))"
    whole = rf"(?P<whole>{one_of(words['whole_spans'])})"
    return _compiled(rf"(?:{number}|{whole})\s?(?P<direction>{one_of([*words['ago'], *words['ahead']])})(?![A-Za-z])")


def _weekday(words: Words) -> "re.Pattern[str]":
    before = one_of([*words["weeks"], *words["before_weekday"]])
    short, full = one_of(words["short_weekdays"]), one_of(words["weekdays"])
    return _compiled(rf"(?:(?P<before>{before})\s?(?P<day>\b(?:{short})|{full})|(?P<alone>{full}))(?![A-Za-z])")


def _week(words: Words) -> "re.Pattern[str]":
    # "이번 주문" is this order, not this week.
    return _compiled(rf"(?P<week>{one_of(words['weeks'])})(?:(?<=[a-z])\s+week|(?<=주)(?![문소]))(?![A-Za-z])")


def _compiled(pattern: str) -> "re.Pattern[str]":
    return re.compile(rf"(?<!\w)(?:{pattern})", re.IGNORECASE)
