"""Every page of the dashboard, in the order of the navigation. To add one: a module here, an entry, and its texts."""

from bot.dashboard.pages import (
    attention,
    containment,
    customers,
    data,
    experiments,
    gaps,
    goals,
    journey,
    locations,
    overview,
    satisfaction,
    support,
    topics,
)
from bot.dashboard.sections import Page

PAGES: tuple[Page, ...] = (
    overview.PAGE,
    attention.PAGE,
    satisfaction.PAGE,
    containment.PAGE,
    support.PAGE,
    topics.PAGE,
    gaps.PAGE,
    customers.PAGE,
    journey.PAGE,
    locations.PAGE,
    goals.PAGE,
    experiments.PAGE,
    data.PAGE,
)
