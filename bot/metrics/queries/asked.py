"""What somebody wants to know: a period, perhaps some of the customers only, perhaps divided by something."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta, timezone
from typing import Mapping, Optional

from bot.base.clock import now

# Without any sign of life for so many days a customer counts as lost.
CHURN_DAYS = 90
Filters = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Period:
    """From the day `start` up to, not including, the day `end`; days of the reporting time zone.

    Raises:
        ValueError: the period ends before it starts.
    """

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.start >= self.end:
            raise ValueError("A period must end after it starts.")

    @property
    def length(self) -> timedelta:
        return self.end - self.start

    def before(self) -> "Period":
        """The period of the same length that ends where this one starts."""
        return Period(self.start - self.length, self.start)

    def days(self) -> list[date]:
        return [self.start + timedelta(days=number) for number in range(self.length.days)]


@dataclass(frozen=True)
class Asked:
    """`filters` are the wanted values by dimension, all of which have to fit; "" is the value of what has none.

    `as_of` is the moment up to which the world is known, aware: what needs time to be judged (did they come back within
    a week?) is judged only where that time has passed by then.
    """

    period: Period
    filters: Filters = field(default_factory=dict)
    by: Optional[str] = None
    as_of: datetime = field(default_factory=now)
    churn_days: int = CHURN_DAYS

    @property
    def moment(self) -> datetime:
        """`as_of` as the warehouse writes times: UTC, without a zone."""
        return self.as_of.astimezone(timezone.utc).replace(tzinfo=None)

    def over(self, period: Period) -> "Asked":
        return replace(self, period=period)

    def divided(self, by: Optional[str]) -> "Asked":
        return replace(self, by=by)

    def only(self, dimension: str, value: str) -> "Asked":
        """The same for one group alone."""
        return replace(self, by=None, filters={**self.filters, dimension: (value,)})
