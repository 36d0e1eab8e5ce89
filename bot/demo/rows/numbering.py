"""From places to the database's numbers: in the order of time, as if it all had been written as it happened."""

from dataclasses import dataclass

import numpy as np

from bot.demo.words import Array


@dataclass
class Numbered:
    """Sorted columns, and the number of each place; 0 where there is no row."""

    columns: "dict[str, Array]"
    number: Array


def numbered(columns: "dict[str, Array]", there: Array, first: int) -> Numbered:
    """The rows that are `there`, by time; rows of the same time stay in the order they were noted."""
    order = np.flatnonzero(there)
    order = order[np.lexsort((columns["step"][order], columns["at"][order]))]
    number = np.zeros(len(there), np.int64)
    number[order] = first + np.arange(len(order))
    return Numbered({name: column[order] for name, column in columns.items()}, number)


def so_far(chat: Array, counted: Array) -> Array:
    """For each row how many of the rows of its conversation up to it are `counted`."""
    order = np.argsort(chat, kind="stable")
    running = np.cumsum(counted[order])
    begins = np.flatnonzero(np.diff(chat[order], prepend=-2))
    before = np.repeat(running[begins] - counted[order][begins], np.diff(np.append(begins, len(chat))))
    result = np.empty(len(chat), np.int64)
    result[order] = running - before
    return result


def moments(seconds: Array) -> Array:
    """Times as the database takes them; NaN is not yet."""
    times = np.round(np.nan_to_num(seconds) * 1e6).astype("datetime64[us]")
    times[np.isnan(seconds)] = np.datetime64("NaT")
    return np.asarray(times)


def optional(numbers: Array, missing: Array) -> Array:
    """The numbers, with None where they are missing."""
    values = numbers.astype(object)
    values[missing] = None
    return np.asarray(values)
