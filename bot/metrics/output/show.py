"""Figures as people read them."""

from fractions import Fraction
from typing import Callable, Mapping, Union

from bot.base.currencies import decimals
from bot.metrics.definitions.metric import MONEY, SCORE, SECONDS, SHARE, YEARS
from bot.metrics.statistics.figures import Figure, Value

NO_DATA = "no data"
_MINUTE, _HOUR, _DAY = 60, 3600, 86400


def shown(unit: str, figure: Figure, currency: str = "") -> str:
    """The figure's value; "no data" where there is none."""
    return NO_DATA if figure.value is None else value_shown(unit, figure.value, currency)


def value_shown(unit: str, value: Value, currency: str = "") -> str:
    """A value in its unit: 86.2%, 3 min 20 s, 42.10 EUR, 12,345. Money has the decimals of its currency."""
    return _money(value, currency) if unit == MONEY else _AS.get(unit, _number)(value)


def interval_shown(unit: str, figure: Figure, currency: str = "") -> str:
    """From the low to the high end of the 95 % interval; empty where there is none."""
    if figure.interval is None:
        return ""
    low, high = (value_shown(unit, end, currency) for end in figure.interval)
    return f"{low} to {high}"


def _share(value: Value) -> str:
    return f"{float(value):.1%}"


def _seconds(value: Value) -> str:
    seconds = round(float(value))
    if abs(seconds) < _MINUTE:
        return f"{seconds} s"
    if abs(seconds) < _HOUR:
        return _two(seconds, _MINUTE, "min", 1, "s")
    return _two(seconds, _HOUR, "h", _MINUTE, "min") if abs(seconds) < _DAY else _two(seconds, _DAY, "d", _HOUR, "h")


def _two(seconds: int, large: int, large_name: str, small: int, small_name: str) -> str:
    whole, rest = divmod(abs(seconds), large)
    sign = "-" if seconds < 0 else ""
    return (
        f"{sign}{whole} {large_name} {rest // small} {small_name}" if rest // small else f"{sign}{whole} {large_name}"
    )


def _money(value: Value, currency: str) -> str:
    places = decimals().get(currency, 2)
    return f"{float(value) / 10**places:,.{places}f} {currency}".rstrip()


def _score(value: Value) -> str:
    return f"{100 * float(value):+.0f}"


def _years(value: Value) -> str:
    return f"{float(value):.2f} years"


def _number(value: Value) -> str:
    return f"{value:,}" if isinstance(value, int) else f"{float(value):,.2f}"


_AS: Mapping[str, Callable[[Union[int, Fraction, float]], str]] = {
    SHARE: _share, SECONDS: _seconds, SCORE: _score, YEARS: _years
}  # fmt: skip
