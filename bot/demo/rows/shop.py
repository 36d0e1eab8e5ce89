"""Rows of what the shop brings in: orders, and the weekly files that they came with."""

from typing import Any

import numpy as np

from bot.demo.calendar import Calendar
from bot.demo.customers.orders import Orders
from bot.demo.rows.numbering import moments, optional
from bot.demo.rows.numbers import Numbers
from bot.demo.script import told
from bot.demo.words import Array
from bot.demo.year import Year
from bot.store.base.bulk import Columns

_WEEK = 7
_UNDER_WAY = ("shipped", "out_for_delivery", "delivered", "returned")


def shop(year: Year, n: Numbers) -> dict[str, Columns]:
    """What was ordered by now."""
    made, week = year.orders.until(year.calendar.now), _WEEK
    weeks, place, counts = np.unique(year.calendar.day(made.at) // week, return_inverse=True, return_counts=True)
    imports = n.first("imports") + np.arange(len(weeks))
    return dict(imports=_imports(year.calendar, imports, weeks, counts), orders=_orders(year, n, made, imports[place]))


def _imports(calendar: Calendar, numbers: Array, weeks: Array, counts: Array) -> Columns:
    over = np.minimum((weeks + 1) * _WEEK, calendar.days)
    return dict(
        id=numbers,
        kind=["orders"] * len(numbers),
        source=[f"orders-{calendar.dates[week * _WEEK]}.csv" for week in weeks.tolist()],
        rows=counts,
        at=moments(np.minimum(calendar.at(over, np.full(len(over), 7200.0)), calendar.now)),
    )


def _orders(year: Year, n: Numbers, made: Orders, imports: Array) -> Columns:
    texts, stores = n.texts, np.array([*(store.code for store in year.stores), None], dtype=object)
    return dict(
        id=n.first("orders") + np.arange(len(made)),
        key=[number.replace("-", "") for number in texts[made.number].tolist()],
        number=texts[made.number],
        email=texts[made.email],
        ordered_at=moments(made.at),
        total=made.total,
        currency=[told("year")["currency"]] * len(made),
        guest=made.guest,
        location=stores[made.store],
        items=made.items,
        referral_code=texts[made.referral],
        customer_id=n.customer[made.who],
        import_id=imports,
        **_way(year.calendar, made, texts),
    )


def _way(calendar: Calendar, made: Orders, texts: Array) -> dict[str, Any]:
    """Where each order is now, and where it goes."""
    days = np.array(calendar.dates, dtype="datetime64[D]")[calendar.day(made.at)]
    status = made.status_at(np.arange(len(made)), np.full(len(made), calendar.now))
    under_way = (made.store < 0) & np.isin(status, made.words.codes(_UNDER_WAY))
    carriers = [str(carrier).lower() for carrier in texts[made.carrier].tolist()]
    links = [f"https://{carrier}.example/t/{7_000_000 + n}" for n, carrier in enumerate(carriers)]
    return dict(
        postcode=[f"{97_000 + who % 900}" for who in made.who.tolist()],
        status=made.words.texts()[status],
        ordered_on=days,
        expected_on=np.where(made.store < 0, days + 4, np.datetime64("NaT")),
        carrier=texts[made.carrier],
        tracking_url=optional(np.array(links, dtype=object), ~under_way),
    )
