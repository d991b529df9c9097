"""Every measure of metrics.json and bootstrap.h5, by SciPy, scikit-learn and NumPy."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import h5py
import numpy as np
import pytest
from helpers.evaluation import (
    Rows,
    check_estimate,
    close,
    drawn_rows,
    evaluated_rows,
    gaps,
    pairs,
    percentile_interval,
    rich_table,
    within,
)
from helpers.expected_measures import RESAMPLED, TASK_MEASURES, WITHOUT_INTERVAL, pearson, task_measures, winsor_limits
from helpers.predictions import PredictionTable, write_predictions
from scipy import stats

RESAMPLES = 30
PERMUTATIONS = 99


@pytest.fixture(scope="module", params=["element", "group"])
def run(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, run_tool: Callable[..., object]
) -> SimpleNamespace:
    """The evaluated rows, metrics.json, the output folder, and what was resampled."""
    folder = tmp_path_factory.mktemp("independent")
    path = write_predictions(folder / "predict", rich_table())
    settings = (
        f"bootstrap.resamples={RESAMPLES}",
        f"bootstrap.unit={request.param}",
        "interval=percentile",
        f"permutations={PERMUTATIONS}",
    )
    words = [word for setting in settings for word in ("--set", f"eval.{setting}")]
    run_tool("cre-eval", "--predictions", path, "--out", folder / "eval", *words)
    result = json.loads((folder / "eval" / "metrics.json").read_text())
    return SimpleNamespace(table=evaluated_rows(rich_table()), result=result, out=folder / "eval", unit=request.param)


def of_task(table: PredictionTable, k: int, kept: Rows | None = None, names: list[str] = TASK_MEASURES) -> dict:
    """The measures of a task; of a resample those of the pairs `kept`, winsorised at the limits of all."""
    x, y, rows = pairs(table, k)
    limits = winsor_limits(x), winsor_limits(y)
    error, scale = table.standard_error[rows, k], np.full(len(rows), table.scale[k])
    kept = np.arange(len(rows)) if kept is None else kept
    return task_measures(x[kept], y[kept], error[kept], scale[kept], limits, names)


def of_all_tasks(table: PredictionTable, draw: Rows | None = None, names: list[str] = TASK_MEASURES) -> dict:
    """The measures of the rows of all tasks together."""
    columns = [pairs(table, k) for k in range(len(table.tasks))]
    limits = tuple(winsor_limits(np.concatenate([c[side] for c in columns])) for side in (0, 1))
    kept = [np.arange(len(rows)) if draw is None else within(draw, rows, len(table.id)) for _, _, rows in columns]
    x = np.concatenate([c[0][i] for c, i in zip(columns, kept, strict=True)])
    y = np.concatenate([c[1][i] for c, i in zip(columns, kept, strict=True)])
    error = np.concatenate(
        [table.standard_error[c[2][i], k] for k, (c, i) in enumerate(zip(columns, kept, strict=True))]
    )
    scale = np.concatenate([np.full(len(i), table.scale[k]) for k, i in enumerate(kept)])
    return task_measures(x, y, error, scale, limits, names)


def test_values_of_tasks(run: SimpleNamespace) -> None:
    """All measures of each task, and nothing else is there."""
    for k, task in enumerate(run.table.tasks):
        x, y, rows = pairs(run.table, k)
        found = run.result["per_task"][task]
        ceiling = {"reliability", "noise_ceiling", "ceiling_source", "relative_pearson"}
        assert set(found) == {"n", *TASK_MEASURES, "label", *ceiling}
        assert found["n"] == len(rows) < 630
        for name, expected in of_task(run.table, k).items():
            close(found[name]["value"], expected)
        both = rows[~np.isnan(run.table.standard_error[rows, k])]
        variance = np.var(run.table.activity[both, k], ddof=1)
        reliability = 1 - np.mean(run.table.standard_error[both, k] ** 2) / variance
        close(found["reliability"], reliability)
        close(found["noise_ceiling"], np.sqrt(reliability))
        close(found["relative_pearson"], pearson(x, y) / np.sqrt(reliability))


def test_averages(run: SimpleNamespace) -> None:
    """Mean over tasks, mean weighted by their rows, and all rows together."""
    table, result = run.table, run.result
    values = [of_task(table, k) for k in range(3)]
    counts = [len(pairs(table, k)[2]) for k in range(3)]
    micro = of_all_tasks(table)
    assert set(result["weighted"]) == set(result["micro"]) == set(TASK_MEASURES)
    assert set(result["macro"]) == {*TASK_MEASURES, "pearson_weighted_by_rows", "label"}
    for name in TASK_MEASURES:
        of_tasks = [value[name] for value in values]
        close(result["macro"][name]["value"], np.mean(of_tasks))
        close(result["weighted"][name]["value"], np.average(of_tasks, weights=counts))
        close(result["micro"][name]["value"], micro[name])
    assert result["macro"]["pearson_weighted_by_rows"]["value"] == result["weighted"]["pearson"]["value"]


def test_min_gap(run: SimpleNamespace) -> None:
    """Rows without a target cell or a MinGap are left out and counted; no permutation correlates like the gaps do."""
    measured, predicted, rows = gaps(run.table)
    found = run.result["min_gap"]
    assert (found["definition"], found["n"], found["left_out"]) == ("column", len(rows), 630 - len(rows))
    close(found["rho"]["value"], stats.spearmanr(measured, predicted).statistic)
    close(found["pearson"]["value"], pearson(measured, predicted))
    close(found["mean"], measured.mean())
    close(found["predicted_mean"], predicted.mean())
    assert found["predicted_range"] == [predicted.min(), predicted.max()]
    least = 1 / (PERMUTATIONS + 1)
    assert found["permutations"] == PERMUTATIONS
    assert found["permutation_p"] == found["permutation_p_two_sided"] == pytest.approx(least)


def test_strands(run: SimpleNamespace) -> None:
    """Pearson of each strand and of their mean, and how far they are apart."""
    for k, task in enumerate(run.table.tasks):
        x, _, rows = pairs(run.table, k)
        forward, reverse = (strand[rows, k].astype(float) for strand in (run.table.forward, run.table.reverse))
        found = run.result["strand"][task]
        averaged = pearson(x, (forward + reverse) / 2)
        close(found["forward"], pearson(x, forward))
        close(found["reverse"], pearson(x, reverse))
        close(found["averaged"], averaged)
        close(found["mean_difference"], np.mean(np.abs(forward - reverse)))
        close(found["drop"], pearson(x, forward) - averaged)
        assert found["flagged"] == (found["drop"] > 0.01)


@pytest.mark.parametrize("resample", [0, 17, RESAMPLES - 1])
def test_any_resample_can_be_redone(run: SimpleNamespace, resample: int) -> None:
    """All replicates of a resample, from its Philox words."""
    table = run.table
    draw = drawn_rows(table, run.unit, resample)
    with h5py.File(run.out / "bootstrap.h5") as file:
        replicates = {name: file[name][resample] for name in file if not name.startswith("tasks")}
    expected: dict[str, object] = {}
    by_task = [of_task(table, k, within(draw, pairs(table, k)[2], 630), RESAMPLED) for k in range(3)]
    for name in RESAMPLED:
        expected[name] = [values[name] for values in by_task]
        expected[f"macro_{name}"] = np.mean(expected[name])
    measured, predicted, rows = gaps(table)
    kept = within(draw, rows, 630)
    expected["min_gap_rho"] = stats.spearmanr(measured[kept], predicted[kept]).statistic
    expected["min_gap_pearson"] = pearson(measured[kept], predicted[kept])
    expected["mean_min_gap"] = predicted[kept].mean()
    assert set(replicates) == set(expected)
    for name, value in expected.items():
        assert replicates[name] == pytest.approx(value, rel=1e-11, abs=1e-12), name


def test_percentile_intervals(run: SimpleNamespace) -> None:
    """Of tasks, means and gaps from the file; of the mean weighted by rows with the weights of the full sample."""
    table, result = run.table, run.result
    counts = [len(pairs(table, k)[2]) for k in range(3)]
    with h5py.File(run.out / "bootstrap.h5") as file:
        replicates = {name: file[name][:] for name in file if not name.startswith("tasks")}
    for name in RESAMPLED:
        for k, task in enumerate(table.tasks):
            found = result["per_task"][task][name]
            check_estimate(found, found["value"], replicates[name][:, k])
            assert found["method"] == "percentile"
        macro, weighted = result["macro"][name], result["weighted"][name]
        check_estimate(macro, macro["value"], replicates[f"macro_{name}"])
        check_estimate(weighted, weighted["value"], np.average(replicates[name], axis=1, weights=counts))
    for name, key in (("min_gap_rho", "rho"), ("min_gap_pearson", "pearson")):
        check_estimate(result["min_gap"][key], result["min_gap"][key]["value"], replicates[name])
    assert all(set(entry["kendall"]) == {"value"} for entry in result["per_task"].values())


def test_intervals_over_all_rows(run: SimpleNamespace) -> None:
    """A resample takes a drawn row with all its tasks."""
    resamples = [of_all_tasks(run.table, drawn_rows(run.table, run.unit, b), RESAMPLED) for b in range(RESAMPLES)]
    for name in RESAMPLED:
        low, high = percentile_interval([resample[name] for resample in resamples])
        close(run.result["micro"][name]["low"], low)
        close(run.result["micro"][name]["high"], high)


def test_table_of_measures(run: SimpleNamespace) -> None:
    """table1.tsv says what metrics.json says."""
    header, *lines = (run.out / "tables" / "table1.tsv").read_text().splitlines()
    for line in lines:
        row = dict(zip(header.split("\t"), line.split("\t"), strict=True))
        entry = run.result["macro"] if row["task"] == "macro" else run.result["per_task"][row["task"]]
        for name in TASK_MEASURES:
            assert float(row[name]) == entry[name]["value"]
            assert name in WITHOUT_INTERVAL or float(row[f"{name}_high"]) == entry[name]["high"]
    assert Path(run.out / "tables" / "acceptance.tsv").is_file()
