"""Calibration, residuals, outliers and spread of an ensemble in metrics.json, by SciPy and NumPy."""

from __future__ import annotations

from collections.abc import Sequence
from types import SimpleNamespace

import numpy as np
import pytest
from helpers.evaluation import (
    Numbers,
    Rows,
    check_estimate,
    close,
    pairs,
    replicates,
    table_rows,
)
from scipy import stats

ROWS = 630
NONE = -1


def tenths(y: Numbers) -> Rows:
    """Ten bins of equal counts; equal values in the order of the rows."""
    out = np.empty(len(y), dtype=int)
    out[np.argsort(y, kind="stable")] = np.arange(len(y)) * 10 // len(y)
    return out


def test_calibration(analysed: SimpleNamespace) -> None:
    """Bins, the line of y on p with intervals, and the mean distance of both over bins."""
    for k, task in enumerate(analysed.table.tasks):
        x, y, rows = pairs(analysed.table, k)
        found = analysed.result["calibration"][task]
        bins, error = tenths(y), 0.0
        assert len(found["bins"]) == 10
        for b, entry in enumerate(found["bins"]):
            inside = bins == b
            part = (x[inside], y[inside], rows[inside])
            means = replicates(analysed, part, lambda x, _: x.mean() if len(x) else np.nan)
            assert entry["n"] == inside.sum()
            close(entry["predicted"], y[inside].mean())
            close(entry["measured"], x[inside].mean())
            close(entry["standard_error"], np.nanstd(means, ddof=1))
            error += abs(x[inside].mean() - y[inside].mean()) * inside.mean()
        close(found["expected_error"], error)
        close(found["measured_sd"], x.std(ddof=1))
        line = stats.linregress(y, x)
        check_estimate(
            found["slope"], line.slope, replicates(analysed, (x, y, rows), lambda x, y: stats.linregress(y, x).slope)
        )
        check_estimate(
            found["intercept"],
            line.intercept,
            replicates(analysed, (x, y, rows), lambda x, y: stats.linregress(y, x).intercept),
        )
        assert found["good"] == (0.9 <= line.slope <= 1.1 and abs(line.intercept) < 0.1 * x.std(ddof=1))


def lagrange_multipliers(residual: Numbers, y: Numbers) -> tuple[float, float]:
    """Of Breusch and Pagan, and of Koenker, from the regression of the squared residuals."""
    design = np.column_stack([np.ones_like(y), y])

    def explained(target: Numbers) -> float:
        fitted = design @ np.linalg.lstsq(design, target, rcond=None)[0]
        return float(np.sum((fitted - target.mean()) ** 2))

    squared = residual**2
    koenker = len(y) * explained(squared) / np.sum((squared - squared.mean()) ** 2)
    return explained(squared / squared.mean()) / 2, float(koenker)


def test_residuals(analysed: SimpleNamespace) -> None:
    """Moments, tests of equal variance, variance of the highest tenth over the lowest."""
    for k, task in enumerate(analysed.table.tasks):
        x, y, _ = pairs(analysed.table, k)
        residual = x - y
        found = analysed.result["residuals"][task]
        assert found["n"] == len(x)
        close(found["mean"], residual.mean())
        close(found["sd"], residual.std(ddof=1))
        close(found["skew"], stats.skew(residual))
        close(found["excess_kurtosis"], stats.kurtosis(residual))
        test = found["breusch_pagan"]
        lm, koenker = lagrange_multipliers(residual, y)
        close(test["lm"], lm, 1e-9)
        close(test["p"], stats.chi2.sf(lm, 1), 1e-8)
        close(test["studentized_lm"], koenker, 1e-9)
        close(test["studentized_p"], stats.chi2.sf(koenker, 1), 1e-8)
        assert test["flagged"] == (test["p"] < 0.01)
        bins = tenths(y)
        ratio = residual[bins == 9].var(ddof=1) / residual[bins == 0].var(ddof=1)
        close(found["decile_variance_ratio"]["value"], ratio)
        assert found["decile_variance_ratio"]["flagged"] == (ratio > 2)


def smoothed(x: Numbers, y: Numbers, at: float) -> float:
    """A local line by tricube weights over three quarters of the points."""
    distance = np.abs(x - at)
    nearest = np.argsort(distance, kind="stable")[: int(0.75 * len(x))]
    weight = (1 - (distance[nearest] / distance[nearest].max()) ** 3) ** 3
    line = np.polynomial.Polynomial.fit(x[nearest], y[nearest], 1, w=np.sqrt(weight))
    return float(line(at))


def test_tables_of_residuals(analysed: SimpleNamespace) -> None:
    """Histogram, normal quantile plot and smoothed residual."""

    def column(name: str, task: str, key: str) -> Numbers:
        rows = table_rows(analysed.tables / f"residual_{name}.tsv")
        return np.array([float(row[key]) for row in rows if row["task"] == task])

    for k, task in enumerate(analysed.table.tasks):
        x, y, _ = pairs(analysed.table, k)
        residual = np.sort(x - y)
        counts, edges = np.histogram(residual, 50)
        np.testing.assert_array_equal(column("histogram", task, "rows"), counts)
        np.testing.assert_allclose(column("histogram", task, "to"), edges[1:], atol=1e-12)
        probability = (np.arange(200) + 0.5) / 200
        np.testing.assert_allclose(column("quantiles", task, "normal"), stats.norm.ppf(probability), rtol=1e-9)
        observed = np.quantile(residual, probability, method="hazen")
        np.testing.assert_allclose(column("quantiles", task, "residual"), observed, atol=1e-9)
        at = np.linspace(y.min(), y.max(), 50)
        np.testing.assert_allclose(column("trend", task, "predicted"), at, atol=1e-12)
        expected = [smoothed(y, x - y, point) for point in at]
        np.testing.assert_allclose(column("trend", task, "residual"), expected, atol=1e-8)


def holm(p_values: Sequence[float]) -> Numbers:
    """Adjusted p-values (Holm 1979)."""
    p = np.array(p_values)
    order = np.argsort(p, kind="stable")
    stepped = np.maximum.accumulate(p[order] * np.arange(len(p), 0, -1))
    out = np.empty_like(p)
    out[order] = np.minimum(stepped, 1)
    return out


def test_outliers(analysed: SimpleNamespace) -> None:
    """The largest absolute residuals of each task, and the groups that have more of them than chance gives."""
    table, found = analysed.table, analysed.result["outliers"]
    listed = list(table_rows(analysed.tables / "outliers.tsv"))
    worst: set[int] = set()
    for k, task in enumerate(table.tasks):
        x, y, rows = pairs(table, k)
        order = np.lexsort((rows, -np.abs(x - y)))[: -(-len(rows) // 100)]
        assert [row["id"] for row in listed if row["task"] == task] == [table.id[i] for i in rows[order]]
        residuals = [float(row["residual"]) for row in listed if row["task"] == task]
        assert residuals == pytest.approx(list((x - y)[order]), abs=1e-12)
        worst |= set(rows[order].tolist())
    assert (found["n"], found["rows"]) == (len(listed), len(worst))

    members: dict[tuple[str, str], list[int]] = {}
    for row in range(ROWS):
        members.setdefault(("group", str(table.group[row])), []).append(row)
        if table.target_cell[row] >= 0:
            members.setdefault(("target_cell", table.tasks[table.target_cell[row]]), []).append(row)
    members = {key: rows for key, rows in members.items() if len(rows) >= 2}
    common = [len(worst & set(rows)) for rows in members.values()]
    p = [
        stats.hypergeom.sf(c - 1, ROWS, len(rows), len(worst)) if c else 1.0
        for c, rows in zip(common, members.values(), strict=True)
    ]
    expected = {
        key: (c, len(rows), p_one, adjusted)
        for (key, rows), c, p_one, adjusted in zip(members.items(), common, p, holm(p), strict=True)
        if adjusted < 0.05
    }
    assert found["tested"] == len(members)
    assert ("group", "200") in expected
    assert {(entry["kind"], entry["name"]) for entry in found["over_represented"]} == set(expected)
    for entry in found["over_represented"]:
        c, rows, p_one, adjusted = expected[entry["kind"], entry["name"]]
        assert (entry["outliers"], entry["rows"]) == (c, rows)
        close(entry["p"], p_one, 1e-9)
        close(entry["p_adjusted"], adjusted, 1e-9)


def test_table_of_calibration(analysed: SimpleNamespace) -> None:
    """What metrics.json says."""
    for row in table_rows(analysed.tables / "calibration.tsv"):
        entry = analysed.result["calibration"][row["task"]]["bins"][int(row["bin"]) - 1]
        assert float(row["measured"]) == entry["measured"]
        assert float(row["standard_error"]) == entry["standard_error"]
