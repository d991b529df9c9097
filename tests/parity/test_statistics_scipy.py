"""cre-eval against SciPy and scikit-learn, and its bootstrap against an independent NumPy implementation."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import h5py
import numpy as np
import pytest
from helpers.evaluation import drawn_rows, gaps, pairs
from helpers.predictions import VAL, PredictionTable, simulated_predictions, write_predictions
from numpy.typing import NDArray
from scipy import stats
from sklearn import metrics as sk

RESAMPLES = 40
SETTINGS = ("--set", f"eval.bootstrap.resamples={RESAMPLES}", "--quiet")


def awkward_table() -> PredictionTable:
    """Masked values, tied predictions, groups of several rows, rows of another split, unknown target cells."""
    table = simulated_predictions(rows=700, seed=5, groups=200)
    draw = np.random.default_rng(6)
    table.mask = (draw.random(table.mask.shape) > 0.1).astype(np.uint8)
    table.activity[table.mask == 0] = np.nan
    table.predicted = np.round(table.predicted, 1).astype(np.float32)
    table.split[::10] = VAL
    table.target_cell[::7] = -1
    table.min_gap[::13] = np.nan
    return table


@pytest.fixture(scope="module", params=["element", "group"])
def evaluated(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, run_tool: Callable[..., object]
) -> tuple[PredictionTable, dict, Path, str]:
    """The test rows, metrics.json, the output folder, and what was resampled."""
    folder = tmp_path_factory.mktemp("parity")
    table = awkward_table()
    path = write_predictions(folder / "predict", table)
    out = folder / "eval"
    run_tool(
        "cre-eval", "--predictions", path, "--out", out, *SETTINGS, "--set", f"eval.bootstrap.unit={request.param}"
    )
    tested = table.take(np.flatnonzero(table.split != VAL))
    return tested, json.loads((out / "metrics.json").read_text()), out, request.param


def close(found: float, expected: float) -> None:
    """Equal up to rounding."""
    assert found == pytest.approx(expected, rel=1e-12, abs=1e-13)


def all_metrics(x: NDArray[np.float64], y: NDArray[np.float64]) -> dict[str, float]:
    """The four metrics with an interval, by SciPy and scikit-learn."""
    return {
        "pearson": stats.pearsonr(x, y).statistic,
        "spearman": stats.spearmanr(x, y).statistic,
        "mse": sk.mean_squared_error(x, y),
        "mae": sk.mean_absolute_error(x, y),
    }


def test_point_values(evaluated: tuple[PredictionTable, dict, Path, str]) -> None:
    """Metrics of every task and their means over tasks."""
    table, result, _, _ = evaluated
    assert result["rows"] == len(table.id) == 630
    for k, task in enumerate(table.tasks):
        x, y, rows = pairs(table, k)
        found = result["per_task"][task]
        assert found["n"] == len(rows) < 630
        for name, expected in all_metrics(x, y).items():
            close(found[name]["value"], expected)
        close(found["rmse"]["value"], np.sqrt(sk.mean_squared_error(x, y)))
        close(found["r_squared"]["value"], sk.r2_score(x, y))
        reliability = 1 - np.mean(table.standard_error[rows, k] ** 2) / np.var(x, ddof=1)
        close(found["noise_ceiling"], np.sqrt(reliability))
        close(found["relative_pearson"], stats.pearsonr(x, y).statistic / np.sqrt(reliability))
    for name in ("pearson", "spearman", "mse", "mae"):
        close(result["macro"][name]["value"], np.mean([result["per_task"][t][name]["value"] for t in table.tasks]))


def test_min_gap(evaluated: tuple[PredictionTable, dict, Path, str]) -> None:
    """Rows without a target cell or a MinGap are left out and counted."""
    table, result, _, _ = evaluated
    measured, predicted, rows = gaps(table)
    found = result["min_gap"]
    assert (found["definition"], found["n"], found["left_out"]) == ("column", len(rows), 630 - len(rows))
    close(found["rho"]["value"], stats.spearmanr(measured, predicted).statistic)
    close(found["mean"], measured.mean())
    assert found["predicted_range"] == pytest.approx([predicted.min(), predicted.max()])


def test_strands(evaluated: tuple[PredictionTable, dict, Path, str]) -> None:
    """Pearson of each strand and of their mean."""
    table, result, _, _ = evaluated
    assert table.reverse is not None
    for k, task in enumerate(table.tasks):
        x, _, rows = pairs(table, k)
        forward, reverse = table.forward[rows, k].astype(float), table.reverse[rows, k].astype(float)
        found = result["strand"][task]
        close(found["forward"], stats.pearsonr(x, forward).statistic)
        close(found["reverse"], stats.pearsonr(x, reverse).statistic)
        close(found["averaged"], stats.pearsonr(x, (forward + reverse) / 2).statistic)
        drop = found["forward"] - min(found["reverse"], found["averaged"])
        assert found["flagged"] == (drop > 0.01)


@pytest.mark.parametrize("resample", [0, 17, RESAMPLES - 1])
def test_any_resample_can_be_redone(evaluated: tuple[PredictionTable, dict, Path, str], resample: int) -> None:
    """A resample redone alone, from its Philox words, gives the replicates in bootstrap.h5."""
    table, _, out, unit = evaluated
    rows = drawn_rows(table, unit, resample)
    with h5py.File(out / "bootstrap.h5") as file:
        replicates = {name: file[name][resample] for name in file if name != "tasks"}
    values: dict[str, list[float]] = {"pearson": [], "spearman": [], "mse": [], "mae": []}
    for k in range(len(table.tasks)):
        kept = rows[table.mask[rows, k] == 1]
        for name, value in all_metrics(table.activity[kept, k], table.predicted[kept, k].astype(float)).items():
            values[name].append(value)
    for name, expected in values.items():
        assert replicates[name] == pytest.approx(expected, rel=1e-12)
        close(replicates[f"macro_{name}"], np.mean(expected))

    measured, predicted, gap_rows = gaps(table)
    place = {row: i for i, row in enumerate(gap_rows)}
    kept = [place[row] for row in rows if row in place]
    close(replicates["min_gap_rho"], stats.spearmanr(measured[kept], predicted[kept]).statistic)


def test_intervals_are_percentiles_of_the_replicates(evaluated: tuple[PredictionTable, dict, Path, str]) -> None:
    """As numpy.percentile gives them."""
    table, result, out, _ = evaluated
    with h5py.File(out / "bootstrap.h5") as file:
        for name in ("pearson", "spearman", "mse", "mae"):
            low, high = np.percentile(file[name], [2.5, 97.5], axis=0)
            for k, task in enumerate(table.tasks):
                close(result["per_task"][task][name]["low"], low[k])
                close(result["per_task"][task][name]["high"], high[k])
            low, high = np.percentile(file[f"macro_{name}"], [2.5, 97.5])
            close(result["macro"][name]["low"], low)
            close(result["macro"][name]["high"], high)
