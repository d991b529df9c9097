"""Members of an ensemble that count more than others, the linear baseline among them; weights are redone in NumPy."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import h5py
import numpy as np
import pytest
from helpers.artifact_texts import read_texts
from helpers.manifest import write_manifest
from helpers.training import make_dataset, train, training_config
from numpy.typing import NDArray

RunTool = Callable[..., subprocess.CompletedProcess[str]]
Arrays = dict[str, NDArray]
VALIDATION = 1  # its number in /split
ROUNDS = 100


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, run_tool: RunTool) -> Path:
    """data/encode/dataset.h5, the models a/ and b/ and the linear model linear/ of it, and another dataset."""
    folder = tmp_path_factory.mktemp("weights")
    dataset = make_dataset(folder / "data", run_tool)
    make_dataset(folder / "other", run_tool, rows=300)
    for name, seed, epochs in (("a", 1, 3), ("b", 2, 8)):
        train(run_tool, dataset, folder / name, training_config(epochs=epochs), "--seed", seed)
    run_tool("cre-baseline", "--dataset", dataset, "--out", folder / "linear")
    return folder


@pytest.fixture
def predict(run_tool: RunTool, folder: Path, tmp_path: Path) -> Callable[..., tuple[Arrays, str]]:
    """Runs cre-predict: its arrays, and its messages."""

    def run(
        *models: str, linear: bool = False, data: str = "data", settings: tuple[str, ...] = (), expect: int = 0
    ) -> tuple[Arrays, str]:
        words: list[object] = ["--dataset", folder / data / "encode" / "dataset.h5", "--out", tmp_path / "out"]
        words += [word for model in models for word in ("--model", folder / model / "model.h5")]
        words += ["--baseline", folder / "linear" / "baseline.h5"] if linear else []
        words += [word for setting in settings for word in ("--set", setting)]
        done = run_tool("cre-predict", *words, "--threads", 1, expect=expect)
        if expect != 0:
            return {}, done.stderr
        with h5py.File(tmp_path / "out" / "predictions.h5") as file:
            arrays = {name: file[name][()] for name in file if isinstance(file[name], h5py.Dataset)}
            arrays["models"] = np.array(read_texts(file["model_sha256"]))
        return arrays, done.stderr

    return run


def chosen_weights(members: list[NDArray], measured: NDArray) -> NDArray:
    """Caruana's greedy selection with replacement, by np.corrcoef of each sum; the best round counts."""

    def pearson(predicted: NDArray) -> float:
        rows = [np.isfinite(measured[:, k]) for k in range(measured.shape[1])]
        return float(np.mean([np.corrcoef(predicted[r, k], measured[r, k])[0, 1] for k, r in enumerate(rows)]))

    votes, best, kept = np.zeros(len(members)), -1.0, np.zeros(len(members))
    for _ in range(ROUNDS):
        sums = [sum(v * m for v, m in zip(votes, members, strict=True)) + one for one in members]
        values = [pearson(one) for one in sums]
        votes[int(np.argmax(values))] += 1
        if max(values) > best + 1e-12:
            best, kept = max(values), votes.copy()
    return kept / kept.sum()


def test_the_linear_baseline_is_a_member_more(predict: Callable, folder: Path) -> None:
    network, _ = predict("a")
    both, _ = predict("a", linear=True)
    with h5py.File(folder / "linear" / "predictions.h5") as file:
        linear = file["predicted"][()]
    np.testing.assert_allclose(both["predicted"], (network["predicted"] + linear) / 2, atol=1e-5)
    np.testing.assert_allclose(both["reverse"], (network["reverse"] + linear) / 2, atol=1e-5)
    members = np.stack([network["predicted"], linear])
    np.testing.assert_allclose(both["member_sd"], members.std(0, ddof=1), atol=1e-5)
    assert len(both["models"]) == 2 and both["models"][0] == network["models"][0]
    assert "model_weight" not in both


def test_weights_are_those_of_a_greedy_selection(predict: Callable, folder: Path, tmp_path: Path) -> None:
    with h5py.File(folder / "linear" / "predictions.h5") as file:
        members = [predict(name)[0]["predicted"].astype(float) for name in ("a", "b")] + [file["predicted"][()]]
    found, said = predict("a", "b", linear=True, settings=("predict.weighting=greedy",))
    rows = found["split"] == VALIDATION
    weights = chosen_weights([one[rows] for one in members], found["activity"][rows])
    np.testing.assert_allclose(found["model_weight"], weights, atol=1e-9)
    assert weights[1:].max() > 0.3 and weights.std() > 0.05  # they differ from those of a plain mean
    weighted = sum(weight * one for weight, one in zip(weights, members, strict=True))
    np.testing.assert_allclose(found["predicted"], weighted, atol=1e-5)
    np.testing.assert_allclose(found["member_sd"], np.std(members, axis=0, ddof=1), atol=1e-5)
    for number, name in enumerate(("model 1", "model 2", "baseline")):
        assert f"{name}: weight {weights[number]:.2f}, validation Pearson" in said
    assert "validation Pearson of the weighted mean" in said
    told = ", ".join(
        f"{name} {weight:.2f}" for name, weight in zip(("model 1", "model 2", "baseline"), weights, strict=True)
    )
    made = json.loads((tmp_path / "out" / "manifest.json").read_text())
    assert made["determinism"]["weights"] == told


def test_new_sequences_get_the_same_weights_and_intervals(predict: Callable) -> None:
    settings = ("predict.weighting=greedy", "predict.other_dataset=true")
    own, _ = predict("a", "b", linear=True, settings=settings)
    other, said = predict("a", "b", linear=True, data="other", settings=settings)
    np.testing.assert_array_equal(other["model_weight"], own["model_weight"])
    widths = [(one["high"] - one["low"]) / (one["member_sd"] + 1e-9) for one in (own, other)]
    assert np.isfinite(other["low"]).all() and np.median(widths[1]) == pytest.approx(np.median(widths[0]), rel=0.5)
    assert "baseline was trained on another dataset" in said


def test_a_single_network_is_all_of_it(predict: Callable) -> None:
    plain, _ = predict("a")
    found, _ = predict("a", settings=("predict.weighting=greedy",))
    np.testing.assert_array_equal(found["model_weight"], [1.0])
    np.testing.assert_array_equal(found["predicted"], plain["predicted"])


def test_mistakes(predict: Callable) -> None:
    assert "--baseline" in predict("a", settings=("predict.with_baseline=true",), expect=2)[1]
    refused = predict("a", linear=True, data="other", expect=6)[1]
    assert "was trained on another dataset" in refused and "predict.other_dataset" in refused
    assert "allowed: equal, greedy" in predict("a", settings=("predict.weighting=best",), expect=3)[1]


def test_a_linear_model_of_other_inserts_or_tasks(run_tool: RunTool, folder: Path, tmp_path: Path) -> None:
    for name, change in {"longer": {"length": 60}, "named": {"tasks": ("K562", "SKNSH")}}.items():
        dataset = make_dataset(tmp_path / name, run_tool, **change)  # type: ignore[arg-type]
        run_tool("cre-baseline", "--dataset", dataset, "--set", "baseline.words=[3]", "--out", tmp_path / name / "out")
    words = [
        "--dataset",
        folder / "data/encode/dataset.h5",
        "--model",
        folder / "a/model.h5",
        "--out",
        tmp_path / "out",
    ]
    failed = run_tool("cre-predict", *words, "--baseline", tmp_path / "longer/out/baseline.h5", expect=6)
    assert "was fitted to inserts of 60 bases; the dataset has 50" in failed.stderr
    failed = run_tool("cre-predict", *words, "--baseline", tmp_path / "named/out/baseline.h5", expect=6)
    assert "predicts the tasks K562, SKNSH; the dataset has K562, HepG2" in failed.stderr


def test_a_damaged_linear_model(run_tool: RunTool, folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "baseline.h5"
    for change, message in {
        "weight": "/weight holds nan; only finite numbers are allowed",
        "features": "has the feature XYZA, which its settings do not give",
    }.items():
        file.write_bytes((folder / "linear" / "baseline.h5").read_bytes())
        with h5py.File(file, "r+") as model:
            if change == "weight":
                model["weight"][0, 0] = np.nan
            else:
                model["features"]["bytes"][:3] = np.frombuffer(b"XYZ", dtype=np.uint8)
        write_manifest(tmp_path, [file.name], "cre-baseline")
        words = ["--dataset", folder / "data/encode/dataset.h5", "--model", folder / "a/model.h5"]
        failed = run_tool("cre-predict", *words, "--baseline", file, "--out", tmp_path / "out", expect=6)
        assert message in failed.stderr
