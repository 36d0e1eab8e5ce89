"""How many cases an experiment needs, decided before it begins."""

from math import ceil, sqrt
from statistics import NormalDist
from typing import Optional

from bot.metrics.statistics.significance import LEVEL

# So likely a difference that is there should be found.
POWER = 0.8


def sample_size(baseline: float, smallest: float, power: float = POWER) -> Optional[int]:
    """How many a group needs to tell baseline + smallest (or - smallest, where that would exceed 1) from the baseline.

    Of a two-sided score test at 5 %; J. L. Fleiss, Statistical Methods for Rates and Proportions, without correction.
    None where there is no such difference.
    """
    other = baseline + smallest if baseline + smallest <= 1 else baseline - smallest
    if other < 0 or smallest <= 0:
        return None
    middle, normal = (baseline + other) / 2, NormalDist()
    chance = normal.inv_cdf(1 - LEVEL / 2) * sqrt(2 * middle * (1 - middle))
    missed = normal.inv_cdf(power) * sqrt(baseline * (1 - baseline) + other * (1 - other))
    return ceil(((chance + missed) / smallest) ** 2)
