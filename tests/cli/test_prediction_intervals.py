"""Prediction intervals of cre-predict: split-conformal, from the validation rows of the dataset or of the model."""

from __future__ import annotations

import json
import math
import subprocess
from collections.abc import Callable
from pathlib import Path

import h5py
import numpy as np
import pytest
from helpers.training import make_dataset, train, training_config

RunTool = Callable[..., subprocess.CompletedProcess[str]]
VALIDATION = 1  # its number in /split


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, run_tool: RunTool) -> Path:
    """data/encode/dataset.h5, the models a/ and b/ trained on it, and another dataset of the same tasks."""
    folder = tmp_path_factory.mktemp("intervals")
    dataset = make_dataset(folder / "data", run_tool)
    make_dataset(folder / "other", run_tool, rows=300)
    for name, seed in (("a", 1), ("b", 2)):
        train(run_tool, dataset, folder / name, training_config(), "--seed", seed)
    return folder


@pytest.fixture
def predict(run_tool: RunTool, folder: Path, tmp_path: Path) -> Callable[..., tuple[dict[str, np.ndarray], dict, str]]:
    """Runs cre-predict: its arrays, what it says of intervals, and its messages."""

    def run(*models: str, data: str = "data", settings: tuple[str, ...] = ()) -> tuple[dict, dict, str]:
        arguments: list[object] = ["--dataset", folder / data / "encode" / "dataset.h5", "--out", tmp_path / "out"]
        for model in models:
            arguments += ["--model", folder / model / "model.h5"]
        for setting in settings:
            arguments += ["--set", setting]
        done = run_tool("cre-predict", *arguments, "--threads", 1)
        with h5py.File(tmp_path / "out" / "predictions.h5") as file:
            arrays = {name: file[name][()] for name in file if isinstance(file[name], h5py.Dataset)}
            said = json.loads(file.attrs["intervals"]) if "intervals" in file.attrs else {}
        return arrays, said, done.stderr

    return run


def quantile(scores: np.ndarray, alpha: float) -> float:
    """The ceil((n + 1) (1 - alpha))-th smallest."""
    return np.sort(scores)[math.ceil((len(scores) + 1) * (1 - alpha)) - 1]


@pytest.mark.parametrize("alpha", [0.1, 0.25])
def test_a_single_model_is_as_wide_as_its_validation_errors(predict: Callable, alpha: float) -> None:
    found, said, _ = predict("a", settings=(f"predict.interval_alpha={alpha}",))
    assert (said["alpha"], said["source"]) == (alpha, "dataset")
    for k, task in enumerate(said["per_task"].values()):
        rows = (found["split"] == VALIDATION) & (found["mask"][:, k] == 1)
        width = quantile(np.abs(found["activity"][rows, k] - found["predicted"][rows, k]), alpha)
        assert (task["n"], task["floor"]) == (rows.sum(), 0)
        assert task["quantile"] == pytest.approx(width, rel=1e-6)
        np.testing.assert_allclose(found["low"][:, k], found["predicted"][:, k] - width, atol=1e-5)
        np.testing.assert_allclose(found["high"][:, k], found["predicted"][:, k] + width, atol=1e-5)
        inside = (found["low"][rows, k] <= found["activity"][rows, k]) & (
            found["activity"][rows, k] <= found["high"][rows, k]
        )
        assert inside.mean() >= 1 - alpha - 1e-3  # up to the rounding of the ends


def test_an_ensemble_is_wider_where_its_members_differ(predict: Callable) -> None:
    found, said, _ = predict("a", "b")
    for k, task in enumerate(said["per_task"].values()):
        rows = (found["split"] == VALIDATION) & (found["mask"][:, k] == 1)
        spread = found["member_sd"][:, k].astype(float)
        scale = spread + spread[rows].mean()
        width = quantile(np.abs(found["activity"][rows, k] - found["predicted"][rows, k]) / scale[rows], 0.1)
        assert task["floor"] == pytest.approx(spread[rows].mean(), rel=1e-6)
        np.testing.assert_allclose(found["high"][:, k] - found["low"][:, k], 2 * width * scale, rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize("models", [("a",), ("a", "b")])
@pytest.mark.parametrize("strands", ["true", "false"])
def test_new_sequences_have_the_calibration_of_the_models(
    predict: Callable, models: tuple[str, ...], strands: str
) -> None:
    """What a model carries is what it predicts for the validation rows of its own dataset."""
    setting = f"predict.reverse_complement={strands}"
    _, own, _ = predict(*models, settings=(setting,))
    found, said, _ = predict(*models, data="other", settings=(setting, "predict.other_dataset=true"))
    assert said["source"] == "model" and np.isfinite(found["low"]).all()
    for task, expected in own["per_task"].items():
        assert said["per_task"][task]["n"] == expected["n"]
        assert said["per_task"][task]["quantile"] == pytest.approx(expected["quantile"], rel=1e-4)


def test_none_on_request(predict: Callable) -> None:
    found, said, _ = predict("a", settings=("predict.interval_alpha=null",))
    assert "low" not in found and said == {}


def test_too_few_validation_rows_for_such_an_alpha(predict: Callable) -> None:
    found, said, messages = predict("a", settings=("predict.interval_alpha=0.001",))
    assert np.isnan(found["low"]).all() and said["per_task"]["K562"]["quantile"] is None
    assert "validation rows are too few for prediction intervals with predict.interval_alpha 0.001" in messages


def test_alpha_is_a_share(run_tool: RunTool, folder: Path, tmp_path: Path) -> None:
    done = run_tool(
        "cre-predict",
        *("--dataset", folder / "data" / "encode" / "dataset.h5", "--model", folder / "a" / "model.h5"),
        *("--out", tmp_path, "--set", "predict.interval_alpha=1"),
        expect=3,
    )
    assert "predict.interval_alpha" in done.stderr


def test_gc_content_of_the_inserts(predict: Callable, folder: Path) -> None:
    found, _, _ = predict("a")
    with h5py.File(folder / "data" / "encode" / "dataset.h5") as file:
        codes = file["codes"][()]
    known = codes < 4
    np.testing.assert_allclose(found["gc"], ((codes == 1) | (codes == 2)).sum(1) / known.sum(1), atol=1e-6)
