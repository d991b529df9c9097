"""The power law of learning curves: accuracy = a - b (n / n0)^-c of n training rows.

a is what no number of rows exceeds, b is what is missing from it with n0 rows, the most of them, and c is how fast that
shrinks (Cortes et al. 1994; Hestness et al. 2017). a is a correlation, so at most 1; b is not negative, since more rows
do no harm in the long run; 0.01 <= c <= 2.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

LOWEST_EXPONENT, HIGHEST_EXPONENT = 0.01, 2.0
_GRID, _FINE, _ROUNDS = 97, 17, 4  # the step is an eighth after each round: to 1e-5 of the exponent
_AT_A_TIME = 500  # curves; bounds the memory


@dataclass
class PowerLaws:
    """One law a curve; each member has a value a curve."""

    most: float  # n0
    ceiling: Floats  # a
    missing: Floats  # b
    exponent: Floats  # c
    squares: Floats  # sum of squared residuals

    def at(self, rows: float | Floats) -> Floats:
        """What they say for so many rows: (curves), or (curves, rows) for several."""
        share = np.asarray(rows, dtype=float) / self.most
        power = np.power.outer(share, -self.exponent).T  # (curves) or (curves, rows)
        of_curve = (slice(None),) + (None,) * share.ndim
        return self.ceiling[of_curve] - self.missing[of_curve] * power


def fit(rows: Floats, curves: Floats) -> PowerLaws:
    """Least squares for each of `curves` (curves, rows), all points alike. For an exponent the other two follow by
    linear least squares, on the edge of what is allowed where they would lie beyond it; the exponent is searched for on
    a grid that becomes finer around its best place."""
    share = np.asarray(rows, dtype=float) / np.max(rows)
    parts = [_fit(share, part) for part in _in_parts(np.asarray(curves, dtype=float))]
    return PowerLaws(float(np.max(rows)), *(np.concatenate(one) for one in zip(*parts, strict=True)))


def _in_parts(curves: Floats) -> list[Floats]:
    return [curves[first : first + _AT_A_TIME] for first in range(0, max(1, len(curves)), _AT_A_TIME)]


def _fit(share: Floats, curves: Floats) -> tuple[Floats, Floats, Floats, Floats]:
    """Ceiling, what is missing, exponent and squares of each curve."""
    exponents = np.broadcast_to(np.geomspace(LOWEST_EXPONENT, HIGHEST_EXPONENT, _GRID), (len(curves), _GRID))
    for _ in range(_ROUNDS):
        *_, squares = _linear(share, curves, exponents)
        best = np.argmin(squares, axis=1)[:, None]
        low = np.take_along_axis(exponents, np.maximum(best - 1, 0), axis=1)
        high = np.take_along_axis(exponents, np.minimum(best + 1, exponents.shape[1] - 1), axis=1)
        exponents = np.geomspace(low[:, 0], high[:, 0], _FINE, axis=1)
    ceiling, missing, squares = _linear(share, curves, exponents)
    best = np.argmin(squares, axis=1)[:, None]
    ceiling, missing, exponent, squares = (
        np.take_along_axis(one, best, axis=1)[:, 0] for one in (ceiling, missing, exponents, squares)
    )
    return ceiling, missing, exponent, squares


def _linear(share: Floats, curves: Floats, exponents: Floats) -> tuple[Floats, Floats, Floats]:
    """The best ceiling <= 1 and missing >= 0 for each curve and each of its exponents (curves, exponents), and the
    squares. The squares are convex in both, and no curve is above 1: at most one of the limits is passed, and then the
    best place is on it."""
    power = share ** -exponents[:, :, None]  # (curves, exponents, rows)
    values = curves[:, None, :]
    mean_power, mean_value = power.mean(axis=2), values.mean(axis=2)
    of_power = power - mean_power[:, :, None]
    slope = (of_power * values).sum(axis=2) / (of_power**2).sum(axis=2)
    missing = np.maximum(-slope, 0.0)
    ceiling = mean_value + missing * mean_power
    beyond = ceiling > 1.0
    at_limit = (power * (1.0 - values)).sum(axis=2) / (power**2).sum(axis=2)
    ceiling, missing = np.where(beyond, 1.0, ceiling), np.where(beyond, at_limit, missing)
    squares = ((values - ceiling[:, :, None] + missing[:, :, None] * power) ** 2).sum(axis=2)
    return ceiling, missing, squares
