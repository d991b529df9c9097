"""A smooth curve through points, as `lib/statistics/loess.h` makes it; docs/statistics.md has the definition."""

from __future__ import annotations

import numpy as np

SPAN = 0.75
PLACES = 60  # points of a curve
SAME_X = 1e-12  # relative to the radius: no slope is fitted through x that differ less


def loess(x: np.ndarray, y: np.ndarray, at: np.ndarray, span: float = SPAN) -> np.ndarray:
    """The curve at places `at`: local lines with tricube weights over the floor(span n) nearest points, one pass
    (Cleveland 1979). NaN without points."""
    if not x.size:
        return np.full(len(at), np.nan)
    nearest = min(max(int(span * len(x) + 1e-9), min(2, len(x))), len(x))
    return np.array([_local_line(x - place, y, nearest) for place in at])


def curve(x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Places over the range of x, and the curve there."""
    at = np.linspace(x.min(), x.max(), PLACES)
    return at, loess(x, y, at)


def _local_line(offset: np.ndarray, y: np.ndarray, nearest: int) -> float:
    """Value at the place that the x are `offset` away from."""
    distance = np.abs(offset)
    radius = np.partition(distance, nearest - 1)[nearest - 1]
    if radius == 0:  # as many points as are asked for, or more, are at the place itself
        return float(y[distance == 0].mean())
    weights = (1 - np.minimum(distance / radius, 1) ** 3) ** 3
    total = weights.sum()
    if total == 0:
        return float(y[distance <= radius].mean())
    mean_x, mean_y = weights @ offset / total, weights @ y / total
    dx = offset - mean_x
    xx = weights @ dx**2
    slope = weights @ (dx * (y - mean_y)) / xx if xx > SAME_X * total * radius**2 else 0.0
    return float(mean_y - slope * mean_x)
