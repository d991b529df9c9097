"""Strata, specificity, calibration, residuals, outliers and spreads in metrics.json, by SciPy, pandas and NumPy.

Bootstrap intervals are made anew: each resample is drawn from its Philox words and cut down to the part of the rows.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable, Sequence
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from helpers.evaluation import (
    Numbers,
    Rows,
    check_estimate,
    close,
    drawn_rows,
    evaluated_rows,
    gaps,
    jonckheere,
    pairs,
    rich_table,
    table_rows,
    within,
)
from helpers.expected_measures import pearson
from helpers.predictions import PredictionTable, write_predictions
from scipy import stats

RESAMPLES = 30
ROWS = 630
NONE = -1


@pytest.fixture(scope="module", params=["element", "group"])
def run(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, run_tool: Callable[..., object]
) -> SimpleNamespace:
    """The evaluated rows, metrics.json, the tables and the resamples."""
    folder = tmp_path_factory.mktemp("analyses")
    path = write_predictions(folder / "predict", rich_table())
    settings = (f"bootstrap.resamples={RESAMPLES}", f"bootstrap.unit={request.param}", "permutations=9")
    words = [word for setting in settings for word in ("--set", f"eval.{setting}")]
    run_tool("cre-eval", "--predictions", path, "--out", folder / "eval", *words)
    table = evaluated_rows(rich_table())
    return SimpleNamespace(
        table=table,
        result=json.loads((folder / "eval" / "metrics.json").read_text()),
        tables=folder / "eval" / "tables",
        draws=[drawn_rows(table, request.param, b) for b in range(RESAMPLES)],
    )


def mae(x: Numbers, y: Numbers) -> float:
    """NaN for no rows."""
    return float(np.mean(np.abs(x - y))) if len(x) else float("nan")


def replicates(run: SimpleNamespace, part: tuple[Numbers, Numbers, Rows], measure: Callable[..., float]) -> Numbers:
    """A measure of a part of the rows (values and their rows) in each resample."""
    x, y, rows = part
    kept = [within(draw, rows, ROWS) for draw in run.draws]
    return np.array([measure(x[i], y[i]) for i in kept])


def quintiles(values: Numbers) -> Rows:
    """Of each value as pandas has them; NONE for NaN."""
    return pd.Series(pd.qcut(values, 5, labels=False)).fillna(NONE).to_numpy().astype(int)


def kinds_of_flags(table: PredictionTable) -> tuple[list[str], Rows]:
    """In order of first appearance."""
    names = ["as measured", "length adjusted", "duplicate", "length adjusted and duplicate"]
    kinds = list(dict.fromkeys(table.flags.tolist()))
    return [names[kind] for kind in kinds], np.array([kinds.index(kind) for kind in table.flags])


def measured_only(table: PredictionTable, values: Numbers, task: int) -> Numbers:
    """NaN in rows in which the task was not measured."""
    return np.where(table.mask[:, task] == 1, values[:, task], np.nan)


def strata(table: PredictionTable, by: str) -> tuple[list[str], list[Rows], list[Numbers] | None]:
    """Names of the strata, the stratum of each row for each task, and the values that divide them."""
    if by == "flags":
        names, kinds = kinds_of_flags(table)
        return names, [kinds] * 3, None
    if by == "target_cell":
        return table.tasks, [table.target_cell.astype(int)] * 3, None
    if by == "min_gap":
        gap = np.full(ROWS, np.nan)
        measured, _, rows = gaps(table)
        gap[rows] = measured
        values = [gap] * 3
    elif by == "gc":
        assert table.gc is not None
        values = [table.gc.astype(float)] * 3
    else:
        assert table.member_sd is not None
        columns = {"standard_error": table.standard_error, "activity": table.activity, "member_sd": table.member_sd}
        values = [measured_only(table, columns[by], k) for k in range(3)]
    return [f"Q{q}" for q in range(1, 6)], [quintiles(column) for column in values], values


def part_of(table: PredictionTable, task: int, chosen: Rows) -> tuple[Numbers, Numbers, Rows]:
    """Measured pairs of a task in the rows where `chosen` is true."""
    x, y, rows = pairs(table, task)
    return x[chosen[rows]], y[chosen[rows]], rows[chosen[rows]]


def relative(table: PredictionTable, task: int, part: tuple[Numbers, Numbers, Rows]) -> float:
    """Pearson over the noise ceiling of these rows alone."""
    error = table.standard_error[part[2], task]
    both = ~np.isnan(error)
    reliability = 1 - np.mean(error[both] ** 2) / np.var(part[0][both], ddof=1)
    return pearson(*part[:2]) / np.sqrt(reliability) if reliability > 0 else float("nan")


KINDS = ["min_gap", "gc", "standard_error", "activity", "flags", "target_cell", "member_sd"]


@pytest.mark.parametrize("by", KINDS)
def test_strata(run: SimpleNamespace, by: str) -> None:
    """Accuracy of every task and of their mean, with bounds, intervals and the trend over quintiles."""
    table, found = run.table, run.result["strata"][by]
    names, number, values = strata(table, by)
    assert [stratum["name"] for stratum in found["strata"]] == names
    macro_r, macro_replicates = [], []
    for s, stratum in enumerate(found["strata"]):
        chosen = [column == s for column in number]
        assert stratum["rows"] == np.any(chosen, axis=0).sum()
        parts = [part_of(table, k, chosen[k]) for k in range(3)]
        for k, task in enumerate(table.tasks):
            entry = stratum["per_task"][task]
            assert entry["n"] == len(parts[k][2])
            for name, measure in (("pearson", pearson), ("mae", mae)):
                check_estimate(entry[name], measure(*parts[k][:2]), replicates(run, parts[k], measure))
            close(entry["relative_pearson"], relative(table, k, parts[k]))
            if values is not None:
                bounds = [np.min(values[k][chosen[k]]), np.max(values[k][chosen[k]])]
                assert (stratum if by in {"min_gap", "gc"} else entry)["range"] == bounds
        for name, measure in (("pearson", pearson), ("mae", mae)):
            mean_replicates = np.mean([replicates(run, part, measure) for part in parts], axis=0)
            value = np.mean([measure(*part[:2]) for part in parts])
            check_estimate(stratum["macro"][name], value, mean_replicates)
            if name == "pearson":
                macro_r.append(value)
                macro_replicates.append(mean_replicates)
    if values is None:
        assert "delta_r" not in found and "trend" not in found
    else:
        check_estimate(found["delta_r"], macro_r[-1] - macro_r[0], macro_replicates[-1] - macro_replicates[0])
        close(found["trend"], stats.spearmanr(range(5), macro_r).statistic)


def test_all_kinds_of_strata_are_tested(run: SimpleNamespace) -> None:
    """And none besides."""
    assert list(run.result["strata"]) == KINDS


def check_trend(found: dict, values: Numbers, groups: Rows) -> None:
    """The test of Jonckheere and Terpstra."""
    statistic, z = jonckheere(values, groups)
    close(found["jonckheere"], statistic)
    close(found["z"], z)
    close(found["p_increasing"], stats.norm.sf(z), 1e-9)
    close(found["p_decreasing"], stats.norm.cdf(z), 1e-9)
    close(found["p_two_sided"], 2 * stats.norm.sf(abs(z)), 1e-9)


def test_errors_by_standard_error(run: SimpleNamespace) -> None:
    """Do absolute errors rise with the quintile?"""
    _, number, _ = strata(run.table, "standard_error")
    for k, task in enumerate(run.table.tasks):
        x, y, rows = pairs(run.table, k)
        kept = number[k][rows] != NONE
        found = run.result["strata"]["standard_error"]["error_rises"][task]
        check_trend(found, np.abs(x - y)[kept], number[k][rows][kept])
        assert found["flagged"] == (found["p_increasing"] >= 0.05)


def top(values: Numbers) -> Rows:
    """The place of the largest value of each row; NONE when one is NaN or the largest is there twice."""
    highest = values.max(axis=1, keepdims=True)
    single = (values == highest).sum(axis=1) == 1
    return np.where(single, np.argmax(values == highest, axis=1), NONE)


def check_share(found: dict, right: int, n: int) -> None:
    """A share with Wilson's interval."""
    interval = stats.binomtest(right, n).proportion_ci(0.95, method="wilson")
    assert (found["n"], found["value"]) == (n, pytest.approx(right / n))
    close(found["low"], interval.low)
    close(found["high"], interval.high)


def test_top_cells(run: SimpleNamespace) -> None:
    """Confusion of the cells, the share that is right, and what always naming one cell would give."""
    table, found = run.table, run.result["specificity"]["top_cell"]
    truth, answer = top(table.activity), top(table.predicted)
    judged = truth != NONE
    assert np.sum(judged & (answer == NONE)) > 0 and np.sum(~judged) > np.isnan(table.activity).any(axis=1).sum()
    for a, b in itertools.product(range(3), repeat=2):
        assert found["confusion"][table.tasks[a]][table.tasks[b]] == np.sum((truth == a) & (answer == b))
    check_share(found["accuracy"], int(np.sum(judged & (truth == answer))), int(judged.sum()))
    close(found["majority"], np.bincount(truth[judged]).max() / judged.sum())
    assert found["undecided"] == np.sum(judged & (answer == NONE))
    assert found["left_out"] == np.sum(~judged)


def test_pairs_of_cells(run: SimpleNamespace) -> None:
    """Correlation of the differences between two cells."""
    table, found = run.table, run.result["specificity"]["pairs"]
    assert [entry["cells"] for entry in found] == [list(pair) for pair in itertools.combinations(table.tasks, 2)]
    for entry, (a, b) in zip(found, itertools.combinations(range(3), 2), strict=True):
        rows = np.flatnonzero(table.mask[:, a] & table.mask[:, b])
        x = table.activity[rows, a] - table.activity[rows, b]
        y = table.predicted[rows, a].astype(float) - table.predicted[rows, b].astype(float)
        assert entry["n"] == len(rows)
        check_estimate(entry["pearson"], pearson(x, y), replicates(run, (x, y, rows), pearson))
        close(entry["spearman"], stats.spearmanr(x, y).statistic)


def test_trend_of_gaps(run: SimpleNamespace) -> None:
    """By quintiles of the measured gap."""
    table, found = run.table, run.result["min_gap"]["trend"]
    measured, predicted, rows = gaps(table)
    quintile = quintiles(measured)
    truth, answer = top(table.activity)[rows], top(table.predicted)[rows]
    for q, entry in enumerate(found["quintiles"]):
        inside = quintile == q
        close(entry["mean"], measured[inside].mean())
        close(entry["predicted_mean"], predicted[inside].mean())
        judged = inside & (truth != NONE)
        check_share(entry["top_cell_accuracy"], int(np.sum(judged & (truth == answer))), int(judged.sum()))
    assert len(found["quintiles"]) == 5
    check_trend(found["predicted_gap_rises"], predicted, quintile)


def tenths(y: Numbers) -> Rows:
    """Ten bins of equal counts; equal values in the order of the rows."""
    out = np.empty(len(y), dtype=int)
    out[np.argsort(y, kind="stable")] = np.arange(len(y)) * 10 // len(y)
    return out


def test_calibration(run: SimpleNamespace) -> None:
    """Bins, the line of y on p with intervals, and the mean distance of both over bins."""
    for k, task in enumerate(run.table.tasks):
        x, y, rows = pairs(run.table, k)
        found = run.result["calibration"][task]
        bins, error = tenths(y), 0.0
        assert len(found["bins"]) == 10
        for b, entry in enumerate(found["bins"]):
            inside = bins == b
            part = (x[inside], y[inside], rows[inside])
            means = replicates(run, part, lambda x, _: x.mean() if len(x) else np.nan)
            assert entry["n"] == inside.sum()
            close(entry["predicted"], y[inside].mean())
            close(entry["measured"], x[inside].mean())
            close(entry["standard_error"], np.nanstd(means, ddof=1))
            error += abs(x[inside].mean() - y[inside].mean()) * inside.mean()
        close(found["expected_error"], error)
        close(found["measured_sd"], x.std(ddof=1))
        line = stats.linregress(y, x)
        check_estimate(
            found["slope"], line.slope, replicates(run, (x, y, rows), lambda x, y: stats.linregress(y, x).slope)
        )
        check_estimate(
            found["intercept"],
            line.intercept,
            replicates(run, (x, y, rows), lambda x, y: stats.linregress(y, x).intercept),
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


def test_residuals(run: SimpleNamespace) -> None:
    """Moments, tests of equal variance, variance of the highest tenth over the lowest."""
    for k, task in enumerate(run.table.tasks):
        x, y, _ = pairs(run.table, k)
        residual = x - y
        found = run.result["residuals"][task]
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


def test_tables_of_residuals(run: SimpleNamespace) -> None:
    """Histogram, normal quantile plot and smoothed residual."""

    def column(name: str, task: str, key: str) -> Numbers:
        rows = table_rows(run.tables / f"residual_{name}.tsv")
        return np.array([float(row[key]) for row in rows if row["task"] == task])

    for k, task in enumerate(run.table.tasks):
        x, y, _ = pairs(run.table, k)
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


def test_outliers(run: SimpleNamespace) -> None:
    """The largest absolute residuals of each task, and the groups that have more of them than chance gives."""
    table, found = run.table, run.result["outliers"]
    listed = list(table_rows(run.tables / "outliers.tsv"))
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


def check_coverage(found: dict, table: PredictionTable, k: int, chosen: Rows) -> None:
    """Of the measured rows among the chosen ones that have an interval."""
    assert table.low is not None and table.high is not None
    low, high = table.low[:, k].astype(float), table.high[:, k].astype(float)
    judged = chosen & (table.mask[:, k] == 1) & ~np.isnan(low)
    x = table.activity[:, k]
    check_share(found, int(np.sum(judged & (low <= x) & (x <= high))), int(judged.sum()))
    close(found["mean_width"], (high - low)[judged].mean())


def test_prediction_intervals(run: SimpleNamespace) -> None:
    """Coverage of all rows and in strata."""
    found = run.result["prediction_intervals"]
    assert found["alpha"] == run.table.interval_alpha
    assert set(found["strata"]) == {"min_gap", "gc", "activity"}
    for k, task in enumerate(run.table.tasks):
        check_coverage(found["per_task"][task], run.table, k, np.full(ROWS, True))
        for by, of_strata in found["strata"].items():
            names, number, _ = strata(run.table, by)
            assert list(of_strata) == names
            for s, name in enumerate(names):
                check_coverage(of_strata[name][task], run.table, k, number[k] == s)
    rows = list(table_rows(run.tables / "coverage.tsv"))
    assert len(rows) == 3 * (1 + 3 * 5)
    for row in rows:
        entry = found["per_task"] if row["by"] == "NA" else found["strata"][row["by"]][row["stratum"]]
        assert float(row["covered"]) == entry[row["task"]]["value"] and int(row["n"]) == entry[row["task"]]["n"]


def test_ensemble(run: SimpleNamespace) -> None:
    """Does the members' spread go with the error?"""
    assert run.table.member_sd is not None
    for k, task in enumerate(run.table.tasks):
        x, y, rows = pairs(run.table, k)
        spread = run.table.member_sd[rows, k].astype(float)
        found = run.result["ensemble"][task]
        assert found["n"] == len(rows)
        close(found["rho"], stats.spearmanr(spread, np.abs(x - y)).statistic)
        close(found["mean_sd"], spread.mean())
        close(found["rmse"], np.sqrt(np.mean((x - y) ** 2)))


def test_tables(run: SimpleNamespace) -> None:
    """What metrics.json says."""
    strata_by_name = {
        (by, stratum["name"]): stratum
        for by, entry in run.result["strata"].items()
        for stratum in entry["strata"] or []
    }
    rows = list(table_rows(run.tables / "strata.tsv"))
    assert len(rows) == 4 * len(strata_by_name)
    for row in rows:
        stratum = strata_by_name[row["by"], row["stratum"]]
        entry = stratum["macro"] if row["task"] == "macro" else stratum["per_task"][row["task"]]
        assert float(row["pearson"]) == entry["pearson"]["value"] and float(row["mae_low"]) == entry["mae"]["low"]
        assert int(row["n"]) == (stratum["rows"] if row["task"] == "macro" else entry["n"])
    confusion = run.result["specificity"]["top_cell"]["confusion"]
    for row in table_rows(run.tables / "confusion.tsv"):
        assert int(row["rows"]) == confusion[row["measured"]][row["predicted"]]
    pairs_of_cells = run.result["specificity"]["pairs"]
    for row, entry in zip(table_rows(run.tables / "cell_pairs.tsv"), pairs_of_cells, strict=True):
        assert [row["cell"], row["other"]] == entry["cells"] and float(row["pearson"]) == entry["pearson"]["value"]
    for row in table_rows(run.tables / "calibration.tsv"):
        entry = run.result["calibration"][row["task"]]["bins"][int(row["bin"]) - 1]
        assert float(row["measured"]) == entry["measured"]
        assert float(row["standard_error"]) == entry["standard_error"]
