"""The measures of lib/eval/measures.cpp by SciPy and scikit-learn, or written down in NumPy."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from scipy import stats
from sklearn import metrics as sk

from helpers.evaluation import Numbers

ACTIVE_FROM = 1.0  # eval.active_from
TASK_MEASURES = [
    "pearson",
    "spearman",
    "mse",
    "mae",
    "rmse",
    "r_squared",
    "kendall",
    "concordance",
    "winsorized_pearson",
    "median_ae",
    "weighted_mse",
    "standardized_mse",
    "top_1_share",
    "top_5_share",
    "top_10_share",
    "auroc",
    "auprc",
]
WITHOUT_INTERVAL = {"kendall"}
RESAMPLED = [name for name in TASK_MEASURES if name not in WITHOUT_INTERVAL]


def pearson(x: Numbers, y: Numbers) -> float:
    """NaN without variance."""
    if len(x) < 2 or np.ptp(x) == 0 or np.ptp(y) == 0:
        return float("nan")
    return float(stats.pearsonr(x, y).statistic)


def concordance(x: Numbers, y: Numbers) -> float:
    """Lin (1989), with population moments."""
    covariance = np.cov(x, y, ddof=0)
    return float(2 * covariance[0, 1] / (np.trace(covariance) + (x.mean() - y.mean()) ** 2))


def winsor_limits(values: Numbers) -> Numbers:
    """Percentiles 1 and 99."""
    return np.percentile(values, [1, 99])


def top_share(x: Numbers, y: Numbers, percent: int) -> float:
    """Share of the measured top that is in the predicted one, ties at its end broken at random, in expectation."""
    top = max(1, -(-percent * len(x) // 100))

    def chance(values: Numbers) -> Numbers:
        first, last = stats.rankdata(-values, "min"), stats.rankdata(-values, "max")
        return np.clip((top - (first - 1)) / (last - first + 1), 0, 1)

    return float(chance(x) @ chance(y) / top)


def weighted_mse(x: Numbers, y: Numbers, error: Numbers) -> float:
    """Of the rows with a standard error."""
    kept = ~np.isnan(error)
    weight = np.minimum(1 / (error[kept] ** 2 + 1e-6), 25)
    return float(sk.mean_squared_error(x[kept], y[kept], sample_weight=weight))


def task_measures(
    x: Numbers,
    y: Numbers,
    error: Numbers,
    scale: Numbers,
    limits: tuple[Numbers, Numbers] | None = None,
    names: list[str] = TASK_MEASURES,
) -> dict[str, float]:
    """`limits`: of winsorising, those of all rows when these are a resample."""
    x_limits, y_limits = limits or (winsor_limits(x), winsor_limits(y))
    by_name: dict[str, Callable[[], float]] = {
        "pearson": lambda: pearson(x, y),
        "spearman": lambda: stats.spearmanr(x, y).statistic,
        "mse": lambda: sk.mean_squared_error(x, y),
        "mae": lambda: sk.mean_absolute_error(x, y),
        "rmse": lambda: sk.root_mean_squared_error(x, y),
        "r_squared": lambda: sk.r2_score(x, y),
        "kendall": lambda: stats.kendalltau(x, y).statistic,
        "concordance": lambda: concordance(x, y),
        "winsorized_pearson": lambda: pearson(np.clip(x, *x_limits), np.clip(y, *y_limits)),
        "median_ae": lambda: sk.median_absolute_error(x, y),
        "weighted_mse": lambda: weighted_mse(x, y, error),
        "standardized_mse": lambda: sk.mean_squared_error(x / scale, y / scale),
        "top_1_share": lambda: top_share(x, y, 1),
        "top_5_share": lambda: top_share(x, y, 5),
        "top_10_share": lambda: top_share(x, y, 10),
        "auroc": lambda: sk.roc_auc_score(x >= ACTIVE_FROM, y),
        "auprc": lambda: sk.average_precision_score(x >= ACTIVE_FROM, y),
    }
    return {name: float(by_name[name]()) for name in names}
