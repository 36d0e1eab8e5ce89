"""Who comes, who stays, what they buy, and what they are worth."""

from typing import Literal, Sequence

from bot.dashboard.charts.chart import Cell, Chart, Column, Row
from bot.dashboard.charts.courses import courses, trend
from bot.dashboard.charts.groups import breakdown
from bot.dashboard.charts.tiles import tiles
from bot.dashboard.sections import Page, Section
from bot.dashboard.visits.visit import Visit
from bot.metrics.insights.cohorts import Cohort, retention

_COMING = ("customers_new", "customers_at_end", "retention_rate", "churn_rate", "referral_rate")
_BUYING = (
    "orders", "revenue", "average_order_value", "purchase_frequency", "repeat_purchase_rate", "guest_checkout_rate",
)  # fmt: skip
_WORTH = ("customer_lifetime_value", "average_order_value", "purchase_frequency", "lifespan", "historic_value")
_MEMBERS = ("member_share", "average_order_value_members", "average_order_value_others")
_ENGAGEMENTS = ("cognitive", "emotional", "behavioural", "transactional")
# In shorter periods there are too few months to see anything.
_WEEKS_UP_TO_DAYS = 120


def _sections(visit: Visit) -> Sequence[Section]:
    t = visit.t.customers
    visit.memory.expect((*_COMING, *_BUYING, *_WORTH, *_MEMBERS, *map("engagement_{}".format, _ENGAGEMENTS)))
    mix = courses(
        visit, "engagement", t.engagement, [f"engagement_{name}" for name in _ENGAGEMENTS], "stack",
        ("c1", "c2", "c3", "c4"), [visit.naming.value("engagement", name) for name in _ENGAGEMENTS],
    )  # fmt: skip
    coming = [trend(visit, "retention_rate"), trend(visit, "churn_rate"), trend(visit, "customers_new")]
    return [
        Section(
            tiles=tiles(visit, _COMING),
            charts=[_cohorts(visit), *coming, breakdown(visit, "conversations", "returning")],
        ),
        Section(t.buying, charts=[trend(visit, "orders"), trend(visit, "revenue")], tiles=tiles(visit, _BUYING)),
        Section(t.worth, t.worth_lead, tiles=tiles(visit, _WORTH)),
        Section(t.members, tiles=tiles(visit, _MEMBERS)),
        Section(t.taking_part, charts=[mix, breakdown(visit, "customers_new", "acquisition")]),
    ]


def _cohorts(visit: Visit) -> Chart:
    """Of the customers of each week or month: how many were active in it and in each later one."""
    t = visit.t.customers
    unit: Literal["week", "month"] = "week" if visit.asked.period.length.days <= _WEEKS_UP_TO_DAYS else "month"
    found = retention(visit.warehouse, visit.asked, unit)
    most = max((len(cohort.active) for cohort in found), default=0)
    rows = [_cohort(visit, unit, cohort, most) for cohort in found]
    columns = [Column(t.size), *(Column(f"+{place}", "heat-4") for place in range(most))]
    title = str(t.cohorts.format(visit.naming.dimension(unit)))
    return Chart(
        "cohorts", "heat", title, _says(visit, unit, found), visit.naming.dimension(unit), columns, rows, "share",
        note=t.cohorts_note, wide=True,
    )  # fmt: skip


def _cohort(visit: Visit, unit: str, cohort: Cohort, most: int) -> Row:
    shares = [active / cohort.size for active in cohort.active]
    cells = [Cell(f"{share:.0%}", share) for share in shares] + [Cell("")] * (most - len(shares))
    size = Cell(visit.numbers.count(cohort.size), cohort.size)
    return Row(visit.naming.label(unit, str(cohort.first)), [size, *cells])


def _says(visit: Visit, unit: str, found: Sequence[Cohort]) -> str:
    """How many came back in the first unit after the one they came in, where that is over."""
    judged = [cohort for cohort in found if len(cohort.active) > 2]
    size = sum(cohort.size for cohort in judged)
    if not size:
        return str(visit.t.says.nothing)
    back = sum(cohort.active[1] for cohort in judged)
    share = visit.numbers.value("share", back / size)
    return str(visit.t.customers.cohorts_says.format(size=visit.numbers.count(size), share=share))


PAGE = Page("customers", "/customers", _sections)
