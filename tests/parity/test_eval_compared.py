"""Predictions that cre-eval compares in pairs, from two evaluations by themselves: resamples draw the same rows."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import h5py
import numpy as np
import pytest
from helpers.evaluation import check_estimate, close, rich_table
from helpers.expected_measures import RESAMPLED, TASK_MEASURES
from helpers.predictions import PredictionTable, write_predictions

OF_GAPS = ("min_gap_rho", "min_gap_pearson", "mean_min_gap")


def other_table() -> PredictionTable:
    """The same rows, predicted by another model."""
    table = rich_table()
    noise = np.random.default_rng(8).normal(size=table.predicted.shape)
    table.predicted = np.round(0.6 * table.predicted + noise, 1).astype(np.float32)
    return table


@pytest.mark.parametrize("option", ["--baseline", "--against"])
def test_differences(tmp_path: Path, run_tool: Callable[..., object], option: str) -> None:
    """Values of the other predictions, and differences with percentile intervals and p-values."""
    settings = ("--set", "eval.bootstrap.resamples=40", "--set", "eval.permutations=0")
    files = {
        name: write_predictions(tmp_path / name, table)
        for name, table in (("this", rich_table()), ("other", other_table()))
    }
    arguments = ["--baseline", files["other"]] if option == "--baseline" else ["--against", f"other={files['other']}"]
    run_tool("cre-eval", "--predictions", files["this"], "--out", tmp_path / "eval", *settings, *arguments)
    run_tool("cre-eval", "--predictions", files["other"], "--out", tmp_path / "alone", *settings)
    result, alone = (json.loads((tmp_path / folder / "metrics.json").read_text()) for folder in ("eval", "alone"))
    found = result["baseline"] if option == "--baseline" else result["compared"]["other"]
    assert found["rows"] == 630
    replicates = {}
    for folder in ("eval", "alone"):
        with h5py.File(tmp_path / folder / "bootstrap.h5") as file:
            replicates[folder] = {name: file[name][:] for name in file if not name.startswith("tasks")}
    difference = {name: values - replicates["alone"][name] for name, values in replicates["eval"].items()}
    for name in TASK_MEASURES:
        for k, place in enumerate([*result["tasks"], "macro"]):
            mine, others = (
                (r["macro"] if place == "macro" else r["per_task"][place])[name]["value"] for r in (result, alone)
            )
            close(found[name][place], others)
            delta = found["delta"][name][place]
            close(delta["value"], mine - others)
            if name in RESAMPLED:
                of_place = difference[f"macro_{name}"] if place == "macro" else difference[name][:, k]
                check_estimate(delta, mine - others, of_place)
            else:
                assert set(delta) == {"value"}
            if name == "pearson":
                p = 2 * min(np.mean(of_place <= 0), np.mean(of_place >= 0))
                assert delta["p"] == pytest.approx(min(1, max(p, 2 / 41)))
    for name in OF_GAPS:
        check_estimate(found["delta"][name], found["delta"][name]["value"], difference[name])
    close(found["min_gap_rho"], alone["min_gap"]["rho"]["value"])
    close(
        found["delta"]["mean_min_gap"]["value"],
        result["min_gap"]["predicted_mean"] - alone["min_gap"]["predicted_mean"],
    )


@pytest.mark.parametrize("option", ["--baseline", "--against"])
def test_why_there_is_no_difference(tmp_path: Path, run_tool: Callable[..., object], option: str) -> None:
    """Said of each undefined one; whose the reason is, unless it is that of both."""
    this, other = rich_table(), other_table()
    for table in (this, other):
        table.standard_error[:] = np.nan
    this.predicted[:, 0] = 0.5
    other.predicted[:, 2] = -1.0
    files = [write_predictions(tmp_path / name, table) for name, table in (("this", this), ("other", other))]
    name = "baseline" if option == "--baseline" else "plain"
    compared = files[1] if option == "--baseline" else f"{name}={files[1]}"
    settings = ("--set", "eval.bootstrap.resamples=20", "--set", "eval.permutations=0")
    run_tool("cre-eval", "--predictions", files[0], option, compared, "--out", tmp_path / "eval", *settings)
    result = json.loads((tmp_path / "eval" / "metrics.json").read_text())
    found = result["baseline"] if option == "--baseline" else result["compared"][name]
    constant, tasks = "all predicted values are equal", result["tasks"]
    both = f"evaluated predictions: task {tasks[0]}: {constant}; {name}: task {tasks[2]}: {constant}"
    for measure in ("pearson", "kendall"):
        delta = found["delta"][measure]
        assert delta[tasks[0]] | {"value": None, "why": f"evaluated predictions: {constant}"} == delta[tasks[0]]
        assert delta[tasks[2]] | {"value": None, "why": f"{name}: {constant}"} == delta[tasks[2]]
        assert delta["macro"] | {"value": None, "why": both} == delta["macro"]
    errors = "there are no standard errors"
    assert found["delta"]["weighted_mse"][tasks[1]]["why"] == errors
    assert found["delta"]["weighted_mse"]["macro"]["why"] == f"task {tasks[0]}: {errors}"

    for measure in found["delta"].values():
        for delta in [measure] if "value" in measure else measure.values():
            assert ("why" in delta) == (delta["value"] is None)


def test_rows_in_common_have_the_last_word(tmp_path: Path, run_tool: Callable[..., object]) -> None:
    """Predictions that differ from row to row may be equal on the rows that both have."""
    this, other = rich_table(), other_table()
    kept = np.arange(0, 700, 2)
    this.predicted[kept, 1] = 0.5
    files = [write_predictions(tmp_path / "this", this), write_predictions(tmp_path / "other", other.take(kept))]
    settings = ("--set", "eval.bootstrap.resamples=20", "--set", "eval.permutations=0")
    run_tool("cre-eval", "--predictions", files[0], "--baseline", files[1], "--out", tmp_path / "eval", *settings)
    result = json.loads((tmp_path / "eval" / "metrics.json").read_text())
    task = result["tasks"][1]
    assert "why" not in result["per_task"][task]["pearson"]
    delta = result["baseline"]["delta"]["pearson"][task]
    assert (delta["value"], delta["why"]) == (None, "evaluated predictions: all predicted values are equal")
