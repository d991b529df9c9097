"""The fit of power laws, against SciPy and against laws that are known."""

from __future__ import annotations

import numpy as np
import pytest
from creflow_report import power_law
from creflow_report.power_law import HIGHEST_EXPONENT, LOWEST_EXPONENT, PowerLaws, fit
from numpy.typing import NDArray
from scipy.optimize import least_squares

ROWS = np.array([300.0, 600, 1200, 2400, 4200, 6000])
SHARE = ROWS / 6000
PLANTED = [(0.8, 0.1, 0.4), (0.95, 0.3, 0.2), (0.7, 0.05, 1.0), (1.0, 0.2, 0.1), (0.9, 0.001, 1.9)]  # a, b, c


def law(a: float, b: float, c: float, rows: NDArray[np.float64]) -> NDArray[np.float64]:
    return a - b * (rows / 6000) ** -c


@pytest.mark.parametrize("planted", PLANTED)
def test_planted_laws_are_found(planted: tuple[float, float, float]) -> None:
    """From points without noise: the parameters, and what they say of twice the rows."""
    found = fit(ROWS, law(*planted, ROWS)[None])
    assert [found.ceiling[0], found.missing[0], found.exponent[0]] == pytest.approx(planted, abs=2e-4)
    assert found.squares[0] < 1e-9
    twice = np.array([6000.0, 12000])
    assert found.at(twice)[0] == pytest.approx(law(*planted, twice), abs=1e-5)
    assert found.at(12000.0) == pytest.approx(law(*planted, np.array([12000.0])), abs=1e-5)


def squares_of_scipy(values: NDArray[np.float64]) -> float:
    """The least of SciPy's searches within the same limits, from several starts."""
    limits = ([-np.inf, 0.0, LOWEST_EXPONENT], [1.0, np.inf, HIGHEST_EXPONENT])
    starts = [(a, 0.1, c) for a in (0.5, 0.99) for c in (0.02, 0.1, 0.3, 0.7, 1.2, 1.9)]
    tight = {"xtol": 1e-14, "ftol": 1e-14, "gtol": 1e-14, "max_nfev": 2000}
    return min(
        2 * least_squares(lambda p: values - p[0] + p[1] * SHARE ** -p[2], start, bounds=limits, **tight).cost
        for start in starts
    )


def test_as_scipy() -> None:
    """Rising with noise, at the limits of a, b and c, and without any order."""
    random = np.random.default_rng(1)
    noisy = [
        law(random.uniform(0.4, 1.2), random.uniform(0, 0.4), random.uniform(0.02, 3), ROWS) + random.normal(0, sd, 6)
        for sd in (0.003, 0.01, 0.05)
        for _ in range(5)
    ]
    curves = np.minimum([*noisy, *random.uniform(-0.5, 1, (5, 6)), np.linspace(0.9, 0.1, 6), np.full(6, 0.5)], 1.0)
    found = fit(ROWS, curves)
    assert np.any(found.ceiling == 1) and np.any(found.missing == 0), "the limits are asked for"
    assert np.all(found.ceiling <= 1) and np.all(found.missing >= 0)
    for place, values in enumerate(curves):
        assert found.squares[place] == pytest.approx(squares_of_scipy(values), rel=1e-4, abs=1e-8)
        own = found.at(ROWS)[place]
        assert found.squares[place] == pytest.approx(np.sum((values - own) ** 2), abs=1e-12)


def test_each_curve_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    """However many are fitted at a time."""
    curves = np.random.default_rng(2).uniform(0, 1, (7, 6))
    together = fit(ROWS, curves)
    monkeypatch.setattr(power_law, "_AT_A_TIME", 3)
    for parts in (fit(ROWS, curves), PowerLaws(6000.0, *zip(*map(members, curves), strict=True))):
        assert np.array_equal(parts.ceiling, together.ceiling) and np.array_equal(parts.exponent, together.exponent)


def members(values: NDArray[np.float64]) -> tuple[float, float, float, float]:
    one = fit(ROWS, values[None])
    return one.ceiling[0], one.missing[0], one.exponent[0], one.squares[0]
