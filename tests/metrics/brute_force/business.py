"""The metrics of customers and orders, with their own windows of time."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Optional, Sequence

from tests.metrics.brute_force.figures import NOTHING, Figure, count, portion, share, total
from tests.metrics.brute_force.people import Bought, Customer

Figures = dict[str, Figure]
YEAR = timedelta(days=365)


@dataclass
class Present:
    """A customer as one period sees them."""

    channel: str
    language: str
    location: Optional[str]
    segment: str
    acquisition: str
    campaign: Optional[str]
    at_start: bool
    at_end: bool
    new: bool
    member: bool


def present(customer: Customer, start: date, end: date, churn_days: int) -> Present:
    window = timedelta(days=churn_days)
    return Present(
        channel=customer.channel,
        language=customer.language,
        location=customer.location,
        segment=customer.segment,
        acquisition=customer.acquisition,
        campaign=customer.campaign,
        at_start=any(start - window <= day < start for day in customer.days),
        at_end=any(end - window <= day < end for day in customer.days),
        new=start <= customer.first_day < end,
        member=customer.member,
    )


def of_customers(facts: Sequence[Present]) -> Figures:
    start, end = [c for c in facts if c.at_start], [c for c in facts if c.at_end]
    return {
        "customers_at_start": count(start),
        "customers_at_end": count(end),
        "retention_rate": share(sum(not c.new for c in end), len(start)),
        "churn_rate": portion([not c.at_end for c in start]),
        "member_share": portion([c.member for c in end]),
    }


def of_new_customers(customers: Sequence[Customer]) -> Figures:
    """Of the customers whose first day lies in the period."""
    return {
        "customers_new": count(customers),
        "referral_rate": portion([c.acquisition == "referral" for c in customers]),
    }


def of_orders(orders: Sequence[Bought], main: Optional[str]) -> Figures:
    """Of the orders of the period."""
    each = Counter(b.customer for b in orders if b.customer)
    return {
        "orders": count(orders),
        "guest_checkout_rate": portion([b.order.guest for b in orders if b.order.guest is not None]),
        "repeat_purchase_rate": portion([number >= 2 for number in each.values()]),
        "revenue": total(_totals(orders, main)),
    }


def of_a_year(orders: Sequence[Bought], main: Optional[str]) -> Figures:
    """Of the orders of the 365 days before the period's end."""
    known = [b.customer for b in orders if b.customer]
    return {
        "average_order_value": _average(orders, main),
        "average_order_value_members": _average([b for b in orders if b.member], main),
        "average_order_value_others": _average([b for b in orders if not b.member], main),
        "purchase_frequency": share(len(known), len(set(known))),
    }


def of_all_time(orders: Sequence[Bought], main: Optional[str]) -> Figures:
    """Of the orders before the period's end."""
    known = [b for b in orders if b.customer]
    return {"historic_value": share(sum(_totals(known, main)), len({b.customer for b in known}))}


def lifespan(customers: Sequence[Customer], end: date) -> Figure:
    """Years from a customer's first day to the last one they were active on; of those who had bought by the end."""
    buyers = [c for c in customers if any(b.day < end for b in c.orders)]
    days = sum((max(day for day in c.days if day < end) - c.first_day).days for c in buyers)
    return Figure(days, len(buyers), Fraction(days, 365 * len(buyers)) if buyers else None, len(buyers))


def lifetime_value(figures: Figures) -> Figure:
    factors = [figures.get(name, NOTHING) for name in ("average_order_value", "purchase_frequency", "lifespan")]
    value = Fraction(1)
    for factor in factors:
        if factor.value is None:
            return NOTHING
        value *= Fraction(factor.value)
    return Figure(None, None, value, min(factor.n for factor in factors))


def _average(orders: Sequence[Bought], main: Optional[str]) -> Figure:
    totals = _totals(orders, main)
    return share(sum(totals), len(totals))


def _totals(orders: Sequence[Bought], main: Optional[str]) -> list[int]:
    return [b.order.total for b in orders if b.order.total is not None and main and b.currency == main]
