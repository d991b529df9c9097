"""Intervals of cre-eval by each method, from the same replicates, by SciPy and with jackknife values by brute force."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import h5py
import numpy as np
import pytest
from helpers.evaluation import Numbers, Rows, close, evaluated_rows, gaps, pairs, percentile_interval, rich_table, units
from helpers.expected_measures import ACTIVE_FROM, RESAMPLED, concordance, pearson
from helpers.predictions import PredictionTable, write_predictions
from scipy import stats
from sklearn import metrics as sk

RESAMPLES = 200
Statistic = Callable[..., float]  # of measured and predicted values, standard errors and scales of the rows


def auroc(x: Numbers, y: Numbers) -> float:
    """From the rank sum of the active elements; scikit-learn takes ten times as long."""
    active = x >= ACTIVE_FROM
    count = active.sum()
    return float((stats.rankdata(y)[active].sum() - count * (count + 1) / 2) / (count * (len(x) - count)))


def of_values(statistic: Callable[[Numbers, Numbers], float]) -> Statistic:
    """One that looks at measured and predicted values alone."""
    return lambda x, y, *_: statistic(x, y)


def weighted_error(x: Numbers, y: Numbers, error: Numbers, _: Numbers) -> float:
    """weighted_mse() without what scikit-learn checks, which takes most of its time."""
    weight = np.where(np.isnan(error), 0, np.minimum(1 / (error**2 + 1e-6), 25))
    return float(np.sum(weight * (y - x) ** 2) / weight.sum())


STATISTICS: dict[str, Statistic] = {
    "pearson": of_values(pearson),
    "spearman": of_values(lambda x, y: float(stats.spearmanr(x, y).statistic)),
    "mse": of_values(sk.mean_squared_error),
    "mae": of_values(sk.mean_absolute_error),
    "rmse": of_values(sk.root_mean_squared_error),
    "r_squared": of_values(sk.r2_score),
    "concordance": of_values(concordance),
    "weighted_mse": weighted_error,
    "standardized_mse": lambda x, y, _, scale: float(np.mean(((y - x) / scale) ** 2)),
    "auroc": of_values(auroc),
}
GAP_STATISTICS = {"rho": ("min_gap_rho", STATISTICS["spearman"]), "pearson": ("min_gap_pearson", of_values(pearson))}
CORRELATIONS = {"pearson", "spearman", "rho"}


def telling_table() -> PredictionTable:
    """A task predicted very well, one measured in every row, and one whose resamples two enormous errors skew."""
    table = rich_table()
    draw = np.random.default_rng(11)
    missing = table.mask[:, 1] == 0
    table.activity[missing, 1] = np.round(draw.normal(size=missing.sum()), 1)
    table.mask[:, 1] = 1
    table.predicted[:, 0] = np.round(np.nan_to_num(table.activity[:, 0]) + 0.1 * draw.normal(size=len(table.id)), 1)
    table.predicted[[33, 433], 2] += 60.0
    return table


Run = Callable[[str, str], SimpleNamespace]


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory, run_tool: Callable[..., object]) -> Run:
    """run(method, unit): the evaluated rows, metrics.json and the replicates."""
    folder = tmp_path_factory.mktemp("intervals")
    path = write_predictions(folder / "predict", telling_table())

    def evaluate(method: str, unit: str) -> SimpleNamespace:
        out: Path = folder / f"{method}_{unit}"
        if not out.exists():
            settings = (
                f"interval={method}",
                f"bootstrap.resamples={RESAMPLES}",
                f"bootstrap.unit={unit}",
                "permutations=0",
            )
            words = [word for setting in settings for word in ("--set", f"eval.{setting}")]
            run_tool("cre-eval", "--predictions", path, "--out", out, *words)
        with h5py.File(out / "bootstrap.h5") as file:
            replicates = {name: file[name][:] for name in file if not name.startswith("tasks")}
        result = json.loads((out / "metrics.json").read_text())
        return SimpleNamespace(table=evaluated_rows(telling_table()), result=result, replicates=replicates, unit=unit)

    return evaluate


def columns_of(table: PredictionTable, task: int) -> tuple[list[Numbers], Rows]:
    """What a statistic of a task is computed from, and the rows."""
    x, y, rows = pairs(table, task)
    return [x, y, table.standard_error[rows, task], np.full(len(rows), table.scale[task])], rows


def without_each(run: SimpleNamespace, statistic: Statistic, columns: list[Numbers], rows: Rows) -> Numbers:
    """The statistic without the rows of each unit, one after the other."""
    left = (~np.isin(rows, unit) for unit in units(run.table, run.unit))
    return np.array([statistic(*(column[kept] for column in columns)) for kept in left])


def bca(replicates: Numbers, value: float, jackknife: Numbers) -> tuple[float, float]:
    """Efron (1987)."""
    z0 = stats.norm.ppf(np.mean(replicates < value) + np.mean(replicates == value) / 2)
    u = jackknife.mean() - jackknife
    a = np.sum(u**3) / (6 * np.sum(u**2) ** 1.5)
    z = z0 + stats.norm.ppf([0.025, 0.975])
    low, high = np.quantile(replicates, stats.norm.cdf(z0 + z / (1 - a * z)))
    return float(low), float(high)


def check_interval(found: dict, expected: tuple[float, float], method: str) -> None:
    """Both ends, and the method that is said to have made them."""
    assert found["method"] == method
    close(found["low"], expected[0], 1e-9)
    close(found["high"], expected[1], 1e-9)


@pytest.mark.parametrize("name", list(STATISTICS))
def test_bca_by_scipy(run: Run, name: str) -> None:
    """scipy.stats.bootstrap makes the interval from our replicates and a jackknife of its own.

    Of the task that is measured in every row: SciPy knows no drawn rows that have no value.
    """
    done = run("bca", "element")
    columns, rows = columns_of(done.table, 1)
    assert len(rows) == len(done.table.id)
    interval = stats.bootstrap(
        columns,
        STATISTICS[name],
        n_resamples=0,
        bootstrap_result=SimpleNamespace(bootstrap_distribution=done.replicates[name][:, 1]),
        method="BCa",
        paired=True,
        vectorized=False,
    ).confidence_interval
    check_interval(done.result["per_task"][done.table.tasks[1]][name], (interval.low, interval.high), "bca")


@pytest.mark.parametrize("unit", ["element", "group"])
def test_bca_by_brute_force(run: Run, unit: str) -> None:
    """Tasks, their means and the gap; the jackknife leaves out what the bootstrap draws."""
    done = run("bca", unit)
    tasks = [columns_of(done.table, k) for k in range(3)]
    for name, statistic in STATISTICS.items():
        jackknives = [without_each(done, statistic, columns, rows) for columns, rows in tasks]
        for k, task in enumerate(done.table.tasks):
            found = done.result["per_task"][task][name]
            check_interval(found, bca(done.replicates[name][:, k], found["value"], jackknives[k]), "bca")
        macro, weighted = done.result["macro"][name], done.result["weighted"][name]
        check_interval(macro, bca(done.replicates[f"macro_{name}"], macro["value"], np.mean(jackknives, axis=0)), "bca")
        weights = [len(rows) for _, rows in tasks]
        means = np.average(done.replicates[name], axis=1, weights=weights)
        jackknife = np.average(jackknives, axis=0, weights=weights)
        check_interval(weighted, bca(means, weighted["value"], jackknife), "bca")
    for key, (name, statistic) in GAP_STATISTICS.items():
        found = done.result["min_gap"][key]
        x, y, rows = gaps(done.table)
        jackknife = without_each(done, statistic, [x, y], rows)
        check_interval(found, bca(done.replicates[name], found["value"], jackknife), "bca")


def fisher(kind: str, r: float, n: int) -> tuple[float, float]:
    """Fisher (1921); for Spearman with the variance of Bonett and Wright (2000)."""
    error = np.sqrt((1 + r**2 / 2 if kind in {"spearman", "rho"} else 1) / (n - 3))
    low, high = np.tanh(np.arctanh(r) + stats.norm.ppf([0.025, 0.975]) * error)
    return float(low), float(high)


def independent_rows(run: SimpleNamespace, rows: Rows) -> int:
    """Units that have any of the rows."""
    return sum(np.isin(unit, rows).any() for unit in units(run.table, run.unit))


@pytest.mark.parametrize("unit", ["element", "group"])
def test_fisher_z(run: Run, unit: str) -> None:
    """Correlations of tasks and gaps, n being the number of units; percentiles for all else."""
    done = run("fisher_z", unit)
    for k, task in enumerate(done.table.tasks):
        x, y, rows = pairs(done.table, k)
        entry = done.result["per_task"][task]
        for name in ("pearson", "spearman"):
            check_interval(entry[name], fisher(name, entry[name]["value"], independent_rows(done, rows)), "fisher_z")
        if unit == "element":
            interval = stats.pearsonr(x, y).confidence_interval(0.95)
            check_interval(entry["pearson"], (interval.low, interval.high), "fisher_z")
        for name in set(RESAMPLED) - CORRELATIONS:
            check_interval(entry[name], percentile_interval(done.replicates[name][:, k]), "percentile")
    for name in RESAMPLED:
        check_interval(done.result["macro"][name], percentile_interval(done.replicates[f"macro_{name}"]), "percentile")
    for key in GAP_STATISTICS:
        found = done.result["min_gap"][key]
        check_interval(found, fisher(key, found["value"], independent_rows(done, gaps(done.table)[2])), "fisher_z")


def estimates(run: SimpleNamespace) -> Iterator[tuple[str, dict, Numbers, Rows | None]]:
    """Measure, entry and replicates of all tasks, of the macro mean and of the gap; the rows of a correlation."""
    for name in RESAMPLED:
        for k, task in enumerate(run.table.tasks):
            yield name, run.result["per_task"][task][name], run.replicates[name][:, k], pairs(run.table, k)[2]
        yield name, run.result["macro"][name], run.replicates[f"macro_{name}"], None
    for key, (name, _) in GAP_STATISTICS.items():
        yield key, run.result["min_gap"][key], run.replicates[name], gaps(run.table)[2]


@pytest.mark.parametrize("unit", ["element", "group"])
def test_auto(run: Run, unit: str) -> None:
    """The method follows from value and skew, and its interval is the one that it gives when asked for by name."""
    done, by_bca = run("auto", unit), run("bca", unit)
    seen = set()
    for (name, found, replicates, rows), (_, asked, *_) in zip(estimates(done), estimates(by_bca), strict=True):
        skewed = abs(stats.skew(replicates)) > 1
        if name in CORRELATIONS and rows is not None:
            method = "fisher_z" if skewed or abs(found["value"]) > 0.95 else "percentile"
        else:
            method = asked["method"] if skewed else "percentile"
        seen.add((method, name in CORRELATIONS))
        expected = {
            "percentile": lambda replicates=replicates: percentile_interval(replicates),
            "bca": lambda asked=asked: (asked["low"], asked["high"]),
            "fisher_z": lambda name=name, found=found, rows=rows: fisher(
                name, found["value"], independent_rows(done, rows)
            ),
        }
        check_interval(found, expected[method](), method)
    assert {("percentile", True), ("fisher_z", True), ("bca", False), ("percentile", False)} <= seen
