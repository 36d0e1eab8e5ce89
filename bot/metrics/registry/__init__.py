"""Every metric, one entry each. Dashboard, command line, API and exports read this list and nothing else.

To add one: an entry in the file of its section, and its row in docs/metrics.md.
"""

from typing import Mapping

from bot.metrics.definitions.metric import Metric
from bot.metrics.registry.engagement import ENGAGEMENT
from bot.metrics.registry.outcomes import OUTCOMES
from bot.metrics.registry.satisfaction import SATISFACTION
from bot.metrics.registry.shop import SHOP
from bot.metrics.registry.support import SUPPORT

METRICS: tuple[Metric, ...] = (*OUTCOMES, *SATISFACTION, *SUPPORT, *ENGAGEMENT, *SHOP)
BY_KEY: Mapping[str, Metric] = {metric.key: metric for metric in METRICS}
