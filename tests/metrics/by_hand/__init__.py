"""Small tables and what a person computed from them: for every metric at least one.

Each table is asked for March 2025 in UTC, as of the first moment of April. What is expected is (numerator, denominator)
of a share or mean, a number for what is counted, summed or ranked, and None where there is no data.
"""

from typing import Mapping, NamedTuple, Union


class Table(NamedTuple):
    rows: str
    expected: Mapping[str, Union[tuple[int, int], int, float, None]]
