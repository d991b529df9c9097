"""The smooth curve of the report, against statsmodels."""

from __future__ import annotations

import numpy as np
import pytest
from creflow_report.loess import curve, loess
from statsmodels.nonparametric.smoothers_lowess import lowess


@pytest.mark.parametrize(("rows", "span"), [(400, 0.75), (57, 0.75), (57, 0.3), (8, 0.75)])
def test_local_lines(rows: int, span: float) -> None:
    """statsmodels takes nearly equal distances as equal, hence the tolerance."""
    draw = np.random.default_rng(rows)
    x = draw.normal(size=rows)
    y = np.sin(x) + 0.3 * draw.normal(size=rows)
    at = np.linspace(x.min(), x.max(), 60)
    assert loess(x, y, at, span) == pytest.approx(lowess(y, x, frac=span, it=0, xvals=at), rel=1e-6, abs=1e-6)


def test_values_at_one_place() -> None:
    """The mean where all points are at the place, or where all nearest ones are equally far; a line stays a line."""
    at = np.array([0.0])
    assert loess(np.zeros(5), np.arange(5.0), at) == pytest.approx([2.0])
    assert loess(np.array([-1.0, 1.0]), np.array([0.0, 3.0]), at, 1.0) == pytest.approx([1.5])
    assert np.isnan(loess(np.empty(0), np.empty(0), at)).all()
    x = np.arange(20.0)
    places, smooth = curve(x, 3 - 2 * x)
    assert (places[0], places[-1]) == (0, 19) and smooth == pytest.approx(3 - 2 * places)
