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
