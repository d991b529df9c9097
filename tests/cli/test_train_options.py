"""cre-train: every architecture, loss and task weighting, and what the options leave in history and model."""

from __future__ import annotations

import json
import math
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import h5py
import pytest
from helpers.training import (
    SMALL_ARCHITECTURES,
    architecture_config,
    assert_equal_trainings,
    history,
    make_dataset,
    train,
    training_config,
)

RunTool = Callable[..., subprocess.CompletedProcess[str]]
# Standardized activities have variance 1: what each loss is for predictions of 0, about.
UNTRAINED = {"huber": 0.38, "mse": 1.0, "gaussian_nll": 0.5, "l1_kl": 0.3}


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory, run_tool: RunTool) -> Path:
    """400 elements of 50 bases whose activity is the number of copies of a motif."""
    return make_dataset(tmp_path_factory.mktemp("data"), run_tool)


def assert_finite(lines: list[dict[str, Any]]) -> None:
    for line in lines:
        for key in ("train_loss", "consistency", "motif_loss", "val_loss", "lr", "gradient_norm"):
            assert math.isfinite(line[key]), key
        assert len(line["task_weights"]) == 2 and all(weight > 0 for weight in line["task_weights"])


@pytest.mark.parametrize("architecture", SMALL_ARCHITECTURES)
def test_every_architecture_learns_and_repeats(
    tmp_path: Path, run_tool: RunTool, dataset: Path, architecture: str
) -> None:
    for name in ("a", "b"):
        train(run_tool, dataset, tmp_path / name, architecture_config(architecture, epochs=6))
    assert_equal_trainings(tmp_path / "a", tmp_path / "b")
    lines = history(tmp_path / "a")
    assert_finite(lines)
    assert max(line["val_pearson_mean"] for line in lines) > 0.4
    with h5py.File(tmp_path / "a" / "model.h5") as file:
        section = json.loads(file.attrs["architecture"])
        assert file.attrs["outputs"] == 1
    assert set(SMALL_ARCHITECTURES) & set(section) == {architecture}, "sections of other architectures are left out"
    manifest = json.loads((tmp_path / "a" / "manifest.json").read_text())
    assert set(SMALL_ARCHITECTURES) & set(manifest["config"]["model"]) == {architecture}


@pytest.mark.parametrize("architecture", SMALL_ARCHITECTURES)
def test_every_architecture_repeats_in_bfloat16(
    tmp_path: Path, run_tool: RunTool, dataset: Path, architecture: str
) -> None:
    for name in ("a", "b"):
        train(run_tool, dataset, tmp_path / name, architecture_config(architecture, epochs=2, precision="bf16"))
    assert_equal_trainings(tmp_path / "a", tmp_path / "b")
    assert_finite(history(tmp_path / "a"))


@pytest.mark.parametrize("kind", UNTRAINED)
def test_every_loss_goes_down(tmp_path: Path, run_tool: RunTool, dataset: Path, kind: str) -> None:
    config = training_config(epochs=2, loss={"kind": kind, "consistency": 0.1})
    train(run_tool, dataset, tmp_path / "run", config)
    lines = history(tmp_path / "run")
    assert_finite(lines)
    assert all(line["consistency"] > 0 for line in lines)
    assert lines[-1]["val_loss"] < lines[0]["val_loss"]
    assert lines[-1]["val_loss"] < 1.5 * UNTRAINED[kind]
    with h5py.File(tmp_path / "run" / "model.h5") as file:
        outputs = 2 if kind == "gaussian_nll" else 1
        assert file.attrs["outputs"] == outputs
        assert file["weights/heads.0.1.weight"].shape == (outputs, 8)


@pytest.mark.parametrize("kind", ["gaussian_nll", "l1_kl"])
def test_gradnorm_refuses_losses_that_can_be_negative(
    tmp_path: Path, run_tool: RunTool, dataset: Path, kind: str
) -> None:
    config = training_config(loss={"kind": kind}, task_weights={"kind": "gradnorm"})
    failed = train(run_tool, dataset, tmp_path / "run", config, expect=3)
    assert "train.task_weights.kind: gradnorm and uncertainty need losses above 0" in failed.stderr


@pytest.mark.parametrize(
    ("kind", "settings", "changes_in_epoch"),
    [
        ("equal", {}, None),
        ("inverse_variance", {"start_epochs": 1, "cap": 1.2}, 2),
        ("uncertainty", {}, 1),
        ("gradnorm", {"every": 3}, 1),
    ],
)
def test_every_task_weighting(
    tmp_path: Path, run_tool: RunTool, dataset: Path, kind: str, settings: dict[str, Any], changes_in_epoch: int | None
) -> None:
    config = training_config(epochs=2, task_weights={"kind": kind} | settings)
    train(run_tool, dataset, tmp_path / "run", config)
    lines = history(tmp_path / "run")
    assert_finite(lines)
    changed = [line["epoch"] for line in lines if line["task_weights"] != [1, 1]]
    assert changed == ([] if changes_in_epoch is None else list(range(changes_in_epoch, 3)))
    if kind in ("inverse_variance", "gradnorm"):
        assert sum(lines[-1]["task_weights"]) == pytest.approx(2, abs=1e-5)


def test_augmentation_with_mixup_trains(tmp_path: Path, run_tool: RunTool, dataset: Path) -> None:
    augmentation = {"mixup_alpha": 0.2, "shift": 0.5, "mask": 0.05}
    train(run_tool, dataset, tmp_path / "a", training_config(epochs=2, augmentation=augmentation))
    train(run_tool, dataset, tmp_path / "b", training_config(epochs=2, augmentation=augmentation | {"mixup_alpha": 0}))
    assert_finite(history(tmp_path / "a"))
    assert history(tmp_path / "a")[0]["train_loss"] != history(tmp_path / "b")[0]["train_loss"]


def test_options_of_all_architectures_are_in_the_model(tmp_path: Path, run_tool: RunTool, dataset: Path) -> None:
    config = architecture_config("legnet", epochs=1)
    config["model"] |= {
        "pooling": "attention",
        "context": {"layers": 1, "width": 8},
        "target_cell": True,
        "head_layer_norm": True,
    }
    train(run_tool, dataset, tmp_path / "run", config)
    with h5py.File(tmp_path / "run" / "model.h5") as file:
        weights = file["weights"]
        assert weights["pooling.query"].shape == (32,)
        assert weights["context.layers.0.queries_keys_values.weight"].shape == (24, 8)
        assert weights["head_norm.weight"].shape == (34,)  # 2 cell types join the features
        assert "motifs" not in file


def test_widths_are_matched_to_a_number_of_parameters(tmp_path: Path, run_tool: RunTool, dataset: Path) -> None:
    config = training_config(epochs=1)
    config["model"]["match_parameters"] = 60000
    train(run_tool, dataset, tmp_path / "run", config)
    parameters = json.loads((tmp_path / "run" / "training.json").read_text())["parameters"]
    assert parameters == pytest.approx(60000, rel=0.02)
    with h5py.File(tmp_path / "run" / "model.h5") as file:
        section = json.loads(file.attrs["architecture"])
        assert section["match_parameters"] is None, "the widths in the model are the matched ones"
        assert file["weights/trunk.fuse.weight_v"].shape[0] == section["multiscale"]["stage1_channels"]


def test_widths_are_matched_to_another_model(tmp_path: Path, run_tool: RunTool, dataset: Path) -> None:
    """The other model is an input like any other: it is in the manifest, and a damaged one is refused."""
    train(run_tool, dataset, tmp_path / "small", training_config(epochs=1))
    parameters = json.loads((tmp_path / "small" / "training.json").read_text())["parameters"]
    config = architecture_config("legnet", epochs=1)
    model = tmp_path / "small" / "model.h5"
    train(run_tool, dataset, tmp_path / "matched", config, "--match-parameters-of", model)
    train(run_tool, dataset, tmp_path / "plain", config)
    matched, plain = (json.loads((tmp_path / name / "training.json").read_text()) for name in ("matched", "plain"))
    assert matched["parameters"] == pytest.approx(parameters, rel=0.02)
    assert plain["parameters"] != pytest.approx(parameters, rel=0.02)
    inputs = json.loads((tmp_path / "matched" / "manifest.json").read_text())["inputs"]
    assert {"dataset", "matched_model"} == {entry["role"] for entry in inputs}
    model.write_bytes(model.read_bytes()[:-1])
    options = ("--match-parameters-of", model)
    done = train(run_tool, dataset, tmp_path / "again", config, *options, expect=6)
    assert "model.h5" in done.stderr
