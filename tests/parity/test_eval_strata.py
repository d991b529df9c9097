"""Strata, specificity and coverage of intervals in metrics.json, by SciPy, pandas and NumPy.

Bootstrap intervals are made anew: each resample is drawn from its Philox words and cut down to the part of the rows.
"""

from __future__ import annotations

import itertools
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from helpers.evaluation import (
    Numbers,
    Rows,
    check_estimate,
    close,
    gaps,
    jonckheere,
    pairs,
    replicates,
    table_rows,
)
from helpers.expected_measures import pearson
from helpers.predictions import PredictionTable
from scipy import stats

ROWS = 630
NONE = -1


def mae(x: Numbers, y: Numbers) -> float:
    """NaN for no rows."""
    return float(np.mean(np.abs(x - y))) if len(x) else float("nan")


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
def test_strata(analysed: SimpleNamespace, by: str) -> None:
    """Accuracy of every task and of their mean, with bounds, intervals and the trend over quintiles."""
    table, found = analysed.table, analysed.result["strata"][by]
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
                check_estimate(entry[name], measure(*parts[k][:2]), replicates(analysed, parts[k], measure))
            close(entry["relative_pearson"], relative(table, k, parts[k]))
            if values is not None:
                bounds = [np.min(values[k][chosen[k]]), np.max(values[k][chosen[k]])]
                assert (stratum if by in {"min_gap", "gc"} else entry)["range"] == bounds
        for name, measure in (("pearson", pearson), ("mae", mae)):
            mean_replicates = np.mean([replicates(analysed, part, measure) for part in parts], axis=0)
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


def test_all_kinds_of_strata_are_tested(analysed: SimpleNamespace) -> None:
    """And none besides."""
    assert list(analysed.result["strata"]) == KINDS


def check_trend(found: dict, values: Numbers, groups: Rows) -> None:
    """The test of Jonckheere and Terpstra."""
    statistic, z = jonckheere(values, groups)
    close(found["jonckheere"], statistic)
    close(found["z"], z)
    close(found["p_increasing"], stats.norm.sf(z), 1e-9)
    close(found["p_decreasing"], stats.norm.cdf(z), 1e-9)
    close(found["p_two_sided"], 2 * stats.norm.sf(abs(z)), 1e-9)


def test_errors_by_standard_error(analysed: SimpleNamespace) -> None:
    """Do absolute errors rise with the quintile?"""
    _, number, _ = strata(analysed.table, "standard_error")
    for k, task in enumerate(analysed.table.tasks):
        x, y, rows = pairs(analysed.table, k)
        kept = number[k][rows] != NONE
        found = analysed.result["strata"]["standard_error"]["error_rises"][task]
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


def test_top_cells(analysed: SimpleNamespace) -> None:
    """Confusion of the cells, the share that is right, and what always naming one cell would give."""
    table, found = analysed.table, analysed.result["specificity"]["top_cell"]
    truth, answer = top(table.activity), top(table.predicted)
    judged = truth != NONE
    assert np.sum(judged & (answer == NONE)) > 0 and np.sum(~judged) > np.isnan(table.activity).any(axis=1).sum()
    for a, b in itertools.product(range(3), repeat=2):
        assert found["confusion"][table.tasks[a]][table.tasks[b]] == np.sum((truth == a) & (answer == b))
    check_share(found["accuracy"], int(np.sum(judged & (truth == answer))), int(judged.sum()))
    close(found["majority"], np.bincount(truth[judged]).max() / judged.sum())
    assert found["undecided"] == np.sum(judged & (answer == NONE))
    assert found["left_out"] == np.sum(~judged)


def test_pairs_of_cells(analysed: SimpleNamespace) -> None:
    """Correlation of the differences between two cells."""
    table, found = analysed.table, analysed.result["specificity"]["pairs"]
    assert [entry["cells"] for entry in found] == [list(pair) for pair in itertools.combinations(table.tasks, 2)]
    for entry, (a, b) in zip(found, itertools.combinations(range(3), 2), strict=True):
        rows = np.flatnonzero(table.mask[:, a] & table.mask[:, b])
        x = table.activity[rows, a] - table.activity[rows, b]
        y = table.predicted[rows, a].astype(float) - table.predicted[rows, b].astype(float)
        assert entry["n"] == len(rows)
        check_estimate(entry["pearson"], pearson(x, y), replicates(analysed, (x, y, rows), pearson))
        close(entry["spearman"], stats.spearmanr(x, y).statistic)


def test_trend_of_gaps(analysed: SimpleNamespace) -> None:
    """By quintiles of the measured gap."""
    table, found = analysed.table, analysed.result["min_gap"]["trend"]
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


def check_coverage(found: dict, table: PredictionTable, k: int, chosen: Rows) -> None:
    """Of the measured rows among the chosen ones that have an interval."""
    assert table.low is not None and table.high is not None
    low, high = table.low[:, k].astype(float), table.high[:, k].astype(float)
    judged = chosen & (table.mask[:, k] == 1) & ~np.isnan(low)
    x = table.activity[:, k]
    check_share(found, int(np.sum(judged & (low <= x) & (x <= high))), int(judged.sum()))
    close(found["mean_width"], (high - low)[judged].mean())


def test_prediction_intervals(analysed: SimpleNamespace) -> None:
    """Coverage of all rows and in strata."""
    found = analysed.result["prediction_intervals"]
    assert found["alpha"] == analysed.table.interval_alpha
    assert set(found["strata"]) == {"min_gap", "gc", "activity"}
    for k, task in enumerate(analysed.table.tasks):
        check_coverage(found["per_task"][task], analysed.table, k, np.full(ROWS, True))
        for by, of_strata in found["strata"].items():
            names, number, _ = strata(analysed.table, by)
            assert list(of_strata) == names
            for s, name in enumerate(names):
                check_coverage(of_strata[name][task], analysed.table, k, number[k] == s)
    rows = list(table_rows(analysed.tables / "coverage.tsv"))
    assert len(rows) == 3 * (1 + 3 * 5)
    for row in rows:
        entry = found["per_task"] if row["by"] == "NA" else found["strata"][row["by"]][row["stratum"]]
        assert float(row["covered"]) == entry[row["task"]]["value"] and int(row["n"]) == entry[row["task"]]["n"]


def test_ensemble(analysed: SimpleNamespace) -> None:
    """Does the members' spread go with the error?"""
    assert analysed.table.member_sd is not None
    for k, task in enumerate(analysed.table.tasks):
        x, y, rows = pairs(analysed.table, k)
        spread = analysed.table.member_sd[rows, k].astype(float)
        found = analysed.result["ensemble"][task]
        assert found["n"] == len(rows)
        close(found["rho"], stats.spearmanr(spread, np.abs(x - y)).statistic)
        close(found["mean_sd"], spread.mean())
        close(found["rmse"], np.sqrt(np.mean((x - y) ** 2)))


def test_tables(analysed: SimpleNamespace) -> None:
    """What metrics.json says."""
    strata_by_name = {
        (by, stratum["name"]): stratum
        for by, entry in analysed.result["strata"].items()
        for stratum in entry["strata"] or []
    }
    rows = list(table_rows(analysed.tables / "strata.tsv"))
    assert len(rows) == 4 * len(strata_by_name)
    for row in rows:
        stratum = strata_by_name[row["by"], row["stratum"]]
        entry = stratum["macro"] if row["task"] == "macro" else stratum["per_task"][row["task"]]
        assert float(row["pearson"]) == entry["pearson"]["value"] and float(row["mae_low"]) == entry["mae"]["low"]
        assert int(row["n"]) == (stratum["rows"] if row["task"] == "macro" else entry["n"])
    confusion = analysed.result["specificity"]["top_cell"]["confusion"]
    for row in table_rows(analysed.tables / "confusion.tsv"):
        assert int(row["rows"]) == confusion[row["measured"]][row["predicted"]]
    pairs_of_cells = analysed.result["specificity"]["pairs"]
    for row, entry in zip(table_rows(analysed.tables / "cell_pairs.tsv"), pairs_of_cells, strict=True):
        assert [row["cell"], row["other"]] == entry["cells"] and float(row["pearson"]) == entry["pearson"]["value"]
    measured, predicted, rows = gaps(analysed.table)
    found = list(table_rows(analysed.tables / "min_gap.tsv"))
    assert [row["id"] for row in found] == [analysed.table.id[row] for row in rows]
    assert [float(row["measured"]) for row in found] == measured.tolist()
    assert [float(row["predicted"]) for row in found] == pytest.approx(predicted, rel=1e-11)
