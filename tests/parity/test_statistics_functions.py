"""Functions of lib/statistics, called by statistics_probe, against SciPy, scikit-learn, statsmodels and pandas."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from helpers.philox import CORRELATION_PERMUTATION, below, philox_words
from numpy.typing import ArrayLike, NDArray
from scipy import stats
from sklearn import metrics as sk
from statsmodels.nonparametric.smoothers_lowess import lowess
from statsmodels.stats.diagnostic import het_breuschpagan

Numbers = NDArray[np.float64]
Call = Callable[..., object]


@pytest.fixture(scope="module")
def call(tmp_path_factory: pytest.TempPathFactory, run_tool: Callable[..., subprocess.CompletedProcess[str]]) -> Call:
    """call("loess", x=..., ...) is the answer of statistics_probe."""
    folder = tmp_path_factory.mktemp("probe")

    def plain(value: object) -> object:
        return value.tolist() if isinstance(value, (np.ndarray, np.generic)) else value

    def ask(function: str, **arguments: object) -> object:
        request: Path = folder / "request.json"
        request.write_text(json.dumps([{"function": function} | {k: plain(v) for k, v in arguments.items()}]))
        return json.loads(run_tool("statistics_probe", request).stdout)[0]

    return ask


def sample(rows: int = 300, decimals: int = 1, seed: int = 15) -> tuple[Numbers, Numbers]:
    """Correlated, skewed values; rounding makes ties."""
    draw = np.random.default_rng(seed)
    x = draw.normal(size=rows)
    y = 0.7 * x + 0.5 * draw.gumbel(size=rows)
    return np.round(x, decimals), np.round(y, decimals)


def close(found: object, expected: ArrayLike, relative: float = 1e-12) -> None:
    """Equal up to rounding."""
    np.testing.assert_allclose(np.asarray(found, dtype=float), np.asarray(expected), rtol=relative, atol=1e-13)


@pytest.mark.parametrize("decimals", [0, 1, 12])
def test_correlations(call: Call, decimals: int) -> None:
    """Kendall by SciPy, the others written down in NumPy."""
    x, y = sample(decimals=decimals)
    found = call("correlations", x=x, y=y)
    close(found["kendall"], stats.kendalltau(x, y).statistic)
    covariance = np.cov(x, y, ddof=0)
    close(found["concordance"], 2 * covariance[0, 1] / (np.trace(covariance) + (x.mean() - y.mean()) ** 2))
    clipped = [np.clip(v, *np.percentile(v, [1, 99])) for v in (x, y)]
    close(found["winsorized"], stats.pearsonr(*clipped).statistic)


def test_errors(call: Call) -> None:
    """Rows without a standard error are left out of the weighted one."""
    x, y = sample()
    error = np.abs(np.random.default_rng(1).normal(0.3, 0.2, len(x)))
    error[::7] = np.nan
    found = call("errors", x=x, y=y, standard_error=[None if np.isnan(s) else s for s in error])
    close(found["median"], sk.median_absolute_error(x, y))
    kept = ~np.isnan(error)
    weight = np.minimum(1 / (error[kept] ** 2 + 1e-6), 25)
    close(found["weighted"], sk.mean_squared_error(x[kept], y[kept], sample_weight=weight))
    assert found["n"] == kept.sum()


@pytest.mark.parametrize("cut", [-0.5, 0.5, 2.0])
def test_areas(call: Call, cut: float) -> None:
    """Areas under both curves, with tied scores."""
    x, y = sample()
    found = call("areas", x=x, y=y, cut=cut)
    close(found["auroc"], sk.roc_auc_score(x >= cut, y))
    close(found["average_precision"], sk.average_precision_score(x >= cut, y))


STATISTICS: dict[str, Callable[[Numbers, Numbers], float]] = {
    "pearson": lambda x, y: stats.pearsonr(x, y).statistic,
    "spearman": lambda x, y: stats.spearmanr(x, y).statistic,
    "mse": sk.mean_squared_error,
}


@pytest.mark.parametrize("name", list(STATISTICS))
def test_bca_of_the_same_replicates(call: Call, name: str) -> None:
    """scipy.stats.bootstrap makes its BCa interval from our replicates and a jackknife of its own."""
    x, y = sample(rows=120)
    found = call("bca", x=x, y=y, resamples=999, seed=2025)[name]
    expected = stats.bootstrap(
        (x, y),
        STATISTICS[name],
        n_resamples=0,
        bootstrap_result=SimpleNamespace(bootstrap_distribution=np.array(found["replicates"])),
        method="BCa",
        paired=True,
        vectorized=False,
    ).confidence_interval
    close(found["interval"], expected, 1e-10)


@pytest.mark.parametrize("name", list(STATISTICS))
def test_jackknife_of_groups(call: Call, name: str) -> None:
    """Each group left out in turn, small ones and one of a third of the rows."""
    x, y = sample()
    group = np.random.default_rng(3).integers(0, 90, len(x))
    group[:100] = 90
    found = call("bca", x=x, y=y, group=group, resamples=50, seed=1)[name]["jackknife"]
    order = list(dict.fromkeys(group.tolist()))  # units are numbered by first appearance
    close(found, [STATISTICS[name](x[group != unit], y[group != unit]) for unit in order])


def test_jonckheere(call: Call) -> None:
    """The normal approximation against shuffled values, with groups of different sizes and ties."""
    x, _ = sample(rows=80, decimals=0)
    group = np.repeat([0, 1, 2, 3], [5, 15, 40, 20])
    x = np.round(x + 0.17 * group)

    def rising(values: Numbers) -> float:
        above = (values[None, :] > values[:, None]) + 0.5 * (values[None, :] == values[:, None])
        return float(above[group[:, None] < group[None, :]].sum())

    found = call("jonckheere", x=x, group=group)
    assert found["statistic"] == rising(x)
    draw = np.random.default_rng(4)
    shuffled = np.array([rising(draw.permutation(x)) for _ in range(10000)])
    p = (shuffled >= found["statistic"]).mean()
    assert 0.01 < p < 0.2  # a p that a wrong variance would move
    assert found["increasing"] == pytest.approx(p, abs=0.01)


def test_breusch_pagan(call: Call) -> None:
    """Both versions by statsmodels."""
    x, y = sample()
    found = call("breusch_pagan", x=x, y=y)
    regressors = sm.add_constant(x)
    close(found[:2], het_breuschpagan(y, regressors, robust=False)[:2], 1e-10)
    close(found[2:], het_breuschpagan(y, regressors)[:2], 1e-10)


def test_linear_fit(call: Call) -> None:
    """Estimates, standard errors and intervals of ordinary least squares."""
    x, y = sample()
    found = call("linear_fit", x=x, y=y)
    expected = sm.OLS(y, sm.add_constant(x)).fit()
    close([found["intercept"], found["slope"]], np.column_stack([expected.params, expected.bse]), 1e-10)
    close([found["intercept_interval"], found["slope_interval"]], expected.conf_int(0.05), 1e-9)


@pytest.mark.parametrize(("rows", "bins"), [(300, 5), (103, 10), (7, 3)])
def test_bins(call: Call, rows: int, bins: int) -> None:
    """pandas.qcut keeps ties together; equal counts are those of numpy.array_split on the sorted rows."""
    x, _ = sample(rows=rows, decimals=2)
    found = call("bins", x=x, bins=bins)
    assert found["by_cut_points"] == pd.qcut(x, bins, labels=False).tolist()
    by_value = np.argsort(x, kind="stable")
    sizes = np.bincount(np.array(found["equal_count"]))
    assert sorted(sizes) == sorted(len(part) for part in np.array_split(by_value, bins))
    assert np.all(np.diff(np.array(found["equal_count"])[by_value]) >= 0)


def test_hypergeometric_and_wilson(call: Call) -> None:
    """Tails down to 1e-300, and intervals at the ends."""
    draw = np.random.default_rng(5)
    for _ in range(30):
        rows = int(draw.integers(20, 100000))
        chosen, marked = (int(n) for n in draw.integers(1, rows, 2))
        most = min(chosen, marked)
        common = int(draw.integers(max(0, chosen + marked - rows), most + 1))
        expected = stats.hypergeom.sf(common - 1, rows, marked, chosen)
        found = call("hypergeometric", common=common, chosen=chosen, marked=marked, rows=rows)
        assert found == pytest.approx(expected, rel=1e-8, abs=1e-290)
    for successes, n in [(0, 5), (5, 5), (3, 17), (900, 1000)]:
        expected = stats.binomtest(successes, n).proportion_ci(0.95, method="wilson")
        close(call("wilson", successes=successes, n=n, confidence=0.95), expected)


def shuffled_by(words: Iterator[int], values: Numbers) -> Numbers:
    """Fisher-Yates from the last place down."""
    out = values.copy()
    for i in range(len(out) - 1, -1, -1):
        j = below(words, i + 1)
        out[[i, j]] = out[[j, i]]
    return out


def shuffles(a: Numbers, b: Numbers, number: int) -> list[float]:
    """Sums of products as shuffled_sums.h defines the permutations."""
    return [float(a @ shuffled_by(philox_words(CORRELATION_PERMUTATION, 99, j), b)) for j in range(number)]


def shifts(a: Numbers, b: Numbers, number: int) -> list[float]:
    """The same of shifted_sums.h."""
    order = shuffled_by(philox_words(CORRELATION_PERMUTATION, 99, 0), np.arange(len(a)))
    drawn = shuffled_by(philox_words(CORRELATION_PERMUTATION, 99, 1), np.arange(1, len(a)))[-number:]
    return [float(a[order] @ np.roll(b[order], -shift)) for shift in drawn]


@pytest.mark.parametrize(("rows", "permuted"), [(25, shuffles), (200, shuffles), (201, shifts), (1500, shifts)])
def test_permutations_can_be_redone(call: Call, rows: int, permuted: Callable[..., list[float]]) -> None:
    """From the Philox words: permutations one by one, or, where there are more rows, shifts of one random order."""
    x, _ = sample(rows=rows, seed=16)
    y = np.round((1 / rows**0.5) * x + np.random.default_rng(7).normal(size=rows), 1)
    found = call("permutation", x=x, y=y, permutations=200, seed=99)
    for name, a, b in [("spearman", stats.rankdata(x), stats.rankdata(y)), ("pearson", x, y)]:
        a, b = a - a.mean(), b - b.mean()
        products = permuted(a, b, 200)
        observed = a @ b
        far = sum(abs(product) >= abs(observed) - 1e-9 for product in products)
        high = sum(product >= observed - 1e-9 for product in products)
        assert 0 < high < far < 200
        close(found[name], [(far + 1) / 201, (high + 1) / 201])


def test_shape_of_residuals(call: Call) -> None:
    """Kurtosis, quantiles, histogram, and variances of the outer tenths."""
    x, _ = sample(decimals=12)
    y = np.random.default_rng(8).normal(size=len(x))
    found = call("shape", x=x, y=y, points=40, bins=50)
    close(found["kurtosis"], stats.kurtosis(x), 1e-11)
    probabilities = (np.arange(40) + 0.5) / 40
    close(found["theoretical"], stats.norm.ppf(probabilities))
    close(found["observed"], np.quantile(x, probabilities, method="hazen"), 1e-9)
    counts, edges = np.histogram(x, 50)
    assert found["counts"] == counts.tolist()
    close(found["edges"], edges)
    tenths = np.array_split(x[np.argsort(y)], 10)
    close(found["variance_ratio"], np.var(tenths[-1], ddof=1) / np.var(tenths[0], ddof=1))


@pytest.mark.parametrize("span", [0.2, 0.75, 1.0])
def test_loess(call: Call, span: float) -> None:
    """statsmodels without robustness iterations. It gives no weight to points beyond .999 of the radius."""
    x, y = sample(decimals=12)
    at = np.linspace(x.min(), x.max(), 21)
    found = call("loess", x=x, y=y, at=at, span=span)
    np.testing.assert_allclose(found, lowess(y, x, frac=span, it=0, xvals=at), atol=1e-6)
