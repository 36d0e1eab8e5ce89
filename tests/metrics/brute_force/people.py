"""Customers after merges: when they came, how, what they are; and the shop's orders."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, time, timezone
from typing import Optional, Union

from tests.metrics.brute_force.declared import BY_CUSTOMER, CONTACTS, Clock
from tests.metrics.brute_force.rows import TRIAL, Order, Rows, Touchpoint


@dataclass
class Bought:
    """An order as a fact."""

    order: Order
    customer: Optional[int]
    at: datetime
    day: date
    channel: str
    location: Optional[str]
    currency: Optional[str]
    member: bool
    ordinal: Optional[int] = None
    who: Optional["Customer"] = None


@dataclass
class Customer:
    id: int
    touchpoints: list[Touchpoint]
    orders: list[Bought]
    days: set[date]
    first_day: date
    channel: str
    language: str
    location: Optional[str]
    segment: str
    member: bool
    acquisition: str
    campaign: Optional[str]


class People:
    """`history` has every touchpoint of a customer in the order recorded; `customers` only who was ever active."""

    def __init__(self, rows: Rows, clock: Clock) -> None:
        self.clock = clock
        self.root_of: dict[int, int] = {}
        self.history: dict[int, list[Touchpoint]] = defaultdict(list)
        self.bought: dict[int, list[Bought]] = defaultdict(list)
        self._read(rows)
        self.orders = [self._order(rows, order) for order in rows.orders if order.status != "cancelled"]
        self.customers = self._made()
        for order in self.orders:
            order.who = self.customers.get(order.customer or 0)
        # Who turned to us when; of which conversation that was.
        self.contacts = {
            customer: [(t.at, t.conversation_id) for t in history if t.kind in CONTACTS]
            for customer, history in self.history.items()
        }

    def language(self, customer: Optional[int]) -> Optional[str]:
        known = self.customers.get(customer) if customer else None
        return known.language or None if known else None

    def _read(self, rows: Rows) -> None:
        for touchpoint in sorted(rows.touchpoints):
            if touchpoint.channel != TRIAL:
                customer = touchpoint.customer_id
                self.root_of.setdefault(customer, rows.root(customer))
                self.history[self.root_of[customer]].append(touchpoint)

    def _order(self, rows: Rows, order: Order) -> Bought:
        customer = rows.root(order.customer_id) if order.customer_id else None
        at = order.ordered_at or datetime.combine(order.ordered_on, time(12), timezone.utc)
        channel = "store" if order.location else "shop"
        made = Bought(
            order, customer, at, self.clock.day(at), channel, order.location, order.currency, self._member(customer, at)
        )
        if customer:
            self.bought[customer].append(made)
        return made

    def _member(self, customer: Optional[int], at: datetime) -> bool:
        if not customer:
            return False
        steps = [t for t in self.history.get(customer, []) if t.kind in ("loyalty_joined", "loyalty_left")]
        then = [(t.at, t.id, t.kind) for t in steps if t.at <= at]
        return bool(then) and max(then)[2] == "loyalty_joined"

    def _made(self) -> dict[int, Customer]:
        for orders in self.bought.values():
            orders.sort(key=lambda bought: (bought.at, bought.order.id))
            for place, bought in enumerate(orders):
                bought.ordinal = place + 1
        everybody = set(self.history) | set(self.bought)
        made = (_customer(one, self.history.get(one, []), self.bought.get(one, []), self.clock) for one in everybody)
        return {customer.id: customer for customer in made if customer}


Doing = Union[Touchpoint, Bought]


def _customer(number: int, history: list[Touchpoint], orders: list[Bought], clock: Clock) -> Optional[Customer]:
    doings: list[Doing] = [*(t for t in history if t.kind in BY_CUSTOMER), *orders]
    if not doings:
        return None
    earliest = min(doings, key=lambda doing: doing.at)
    first_day = clock.day(earliest.at)
    steps = [t.kind for t in history if t.kind in ("loyalty_joined", "loyalty_left")]
    member = steps[-1:] == ["loyalty_joined"]
    return Customer(
        id=number,
        touchpoints=history,
        orders=orders,
        days={clock.day(doing.at) for doing in doings},
        first_day=first_day,
        channel=earliest.channel,
        language=history[-1].language if history else "",
        location=_location([*orders, *history]),
        segment="member" if member else "buyer" if orders else "visitor",
        member=member,
        acquisition=_acquisition(history, orders, first_day, clock),
        campaign=_campaign(history, first_day, clock),
    )


def _location(doings: list[Doing]) -> Optional[str]:
    return next((doing.location for doing in reversed(doings) if doing.location), None)


def _acquisition(history: list[Touchpoint], orders: list[Bought], first_day: date, clock: Clock) -> str:
    that_day = {t.kind for t in history if clock.day(t.at) == first_day}
    if "referred" in that_day or any(b.order.referral_code and b.day == first_day for b in orders):
        return "referral"
    return "campaign" if "campaign_entered" in that_day else "direct"


def _campaign(history: list[Touchpoint], first_day: date, clock: Clock) -> Optional[str]:
    entered = (t.detail for t in history if t.kind == "campaign_entered" and clock.day(t.at) == first_day)
    return next(entered, None)
