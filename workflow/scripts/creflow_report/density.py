"""How many points are near each point of a scatter plot."""

from __future__ import annotations

import numpy as np

BINS = 64  # along each axis
SMOOTHING = np.array([1, 4, 6, 4, 1]) / 16  # binomial: close to a normal curve, twice as wide as a bin


def density(x: np.ndarray, y: np.ndarray, low: float, high: float) -> np.ndarray:
    """Of each point within [low, high] in x and y: a smoothed histogram read at the point, 1 at the densest point."""
    counts, _, _ = np.histogram2d(x, y, bins=BINS, range=[[low, high]] * 2)
    for axis in (0, 1):
        for _ in range(2):
            counts = np.apply_along_axis(np.convolve, axis, counts, SMOOTHING, mode="same")
    found = _between(counts, *((values - low) / (high - low) * BINS - 0.5 for values in (x, y)))
    return found / found.max() if found.size else found


def _between(grid: np.ndarray, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """The value at places between the centres of bins, linear in both directions."""
    x, y = (np.clip(values, 0, BINS - 1) for values in (x, y))
    i, j = (np.minimum(values.astype(int), BINS - 2) for values in (x, y))
    dx, dy = x - i, y - j
    left = grid[i, j] * (1 - dy) + grid[i, j + 1] * dy
    right = grid[i + 1, j] * (1 - dy) + grid[i + 1, j + 1] * dy
    return left * (1 - dx) + right * dx
