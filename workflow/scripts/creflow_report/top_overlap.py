"""Shares of a top that is found, as `lib/statistics/top_overlap.h` counts them; docs/statistics.md defines them."""

from __future__ import annotations

import math

import numpy as np


def top_size(rows: int, percent: float) -> int:
    """How many rows the highest k % are: at least one."""
    return max(1, math.ceil(percent * rows / 100 - 1e-9))  # .07 * 100 may be above 7 by its rounding


def top_shares(measured: np.ndarray, predicted: np.ndarray, percents: range) -> list[float]:
    """Of each k: the share of the measured top k % that is in the predicted top k %."""
    descending = [np.sort(values)[::-1] for values in (measured, predicted)]
    shares = []
    for percent in percents:
        top = top_size(len(measured), percent)
        chances = [
            _in_top(values, ordered, top) for values, ordered in zip((measured, predicted), descending, strict=True)
        ]
        shares.append(float(chances[0] @ chances[1]) / top)
    return shares


def _in_top(values: np.ndarray, descending: np.ndarray, top: int) -> np.ndarray:
    """Probability of each value to be in the top when equal values at its end are drawn at random."""
    end = descending[top - 1]
    above, equal = np.count_nonzero(values > end), np.count_nonzero(values == end)
    return np.where(values > end, 1.0, np.where(values == end, (top - above) / equal, 0.0))
