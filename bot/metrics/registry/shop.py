"""What customers buy. Money is counted in the shop's main currency only."""

from bot.metrics.definitions.facts import BUYERS, BUYERS_EVER, BUYERS_OF_YEAR, LIFESPANS, ORDERS, ORDERS_OF_YEAR
from bot.metrics.definitions.measures import Count, Ratio, Share
from bot.metrics.definitions.metric import COUNT, EACH, MONEY, NOTHING, SHARE, YEARS, Metric
from bot.metrics.definitions.quantities import Mean, Product, Total

_SECTION = "Orders"
_PAID = "total IS NOT NULL AND currency = main_currency()"
_OTHER_MONEY = "orders without a total, or in another currency than the most frequent one"
_UNKNOWN = "orders of unknown customers"


def _average(key: str, name: str, whose: str, condition: str) -> Metric:
    formula = f"revenue of {whose} in the 365 days before the period's end / {whose} in them"
    return Metric(
        key, name, formula, MONEY, _OTHER_MONEY, _SECTION, ORDERS_OF_YEAR, Mean("total", f"{_PAID}{condition}"), "up"
    )


SHOP: tuple[Metric, ...] = (
    Metric("orders", "Orders", "orders in the period", COUNT, "cancelled orders", _SECTION, ORDERS, Count(), "up"),
    Metric(
        "revenue", "Revenue", "sum of the orders' totals", MONEY, _OTHER_MONEY, _SECTION, ORDERS, Total("total", _PAID),
        "up",
    ),
    Metric(
        "guest_checkout_rate", "Guest checkout rate", "orders without an account / orders", SHARE,
        "orders of which it is not known", _SECTION, ORDERS, Share("guest", "guest IS NOT NULL"),
    ),
    Metric(
        "repeat_purchase_rate", "Repeat purchase rate",
        "customers with two or more orders / customers with an order, in the period", SHARE, _UNKNOWN, _SECTION, BUYERS,
        Share("bought >= 2"), "up",
    ),
    _average("average_order_value", "Average order value", "orders", ""),
    _average("average_order_value_members", "Average order value of members", "members' orders", " AND member"),
    _average("average_order_value_others", "Average order value of others", "others' orders", " AND NOT member"),
    Metric(
        "purchase_frequency", "Purchase frequency",
        "orders in the 365 days before the period's end / distinct customers who ordered in them", EACH, _UNKNOWN,
        _SECTION, BUYERS_OF_YEAR, Mean("bought"), "up",
    ),
    Metric(
        "lifespan", "Mean lifespan", "days from a customer's first sign of life to the last one / 365, mean", YEARS,
        "customers without an order before the period's end", _SECTION, LIFESPANS, Mean("known_days", scale=365), "up",
    ),
    Metric(
        "customer_lifetime_value", "Customer lifetime value",
        "average order value x purchase frequency x mean lifespan", MONEY, NOTHING, _SECTION, BUYERS_EVER,
        Product(("average_order_value", "purchase_frequency", "lifespan")), "up",
    ),
    Metric(
        "historic_value", "Historic value per customer",
        "revenue of known customers before the period's end / customers who ordered before it", MONEY,
        f"{_UNKNOWN}; {_OTHER_MONEY}", _SECTION, BUYERS_EVER, Ratio("spent"), "up",
    ),
)  # fmt: skip
