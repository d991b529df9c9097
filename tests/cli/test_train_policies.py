"""cre-train: presets of optimizer and stopping, sampling, averages, float16, memory that is not there."""

from __future__ import annotations

import json
import math
import resource
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from helpers.training import assert_equal_trainings, history, make_dataset, train, training_config

RunTool = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory, run_tool: RunTool) -> Path:
    """150 elements of 50 bases, of which 90 train."""
    return make_dataset(tmp_path_factory.mktemp("data"), run_tool, rows=150)


def preset_config(optimizer: str, stopping: str, **section: object) -> dict[str, Any]:
    """A config in which the presets decide everything."""
    made = training_config(batch=32, optimizer={"preset": optimizer}, early_stopping={"preset": stopping}, **section)
    if "epochs" not in section:
        del made["train"]["epochs"]
    return made


@pytest.mark.parametrize(
    ("optimizer", "stopping", "peak"),
    [("standard", "methods", 1e-3), ("strong", "analyst", 3e-4), ("malinois", "short", 0.0032658700881052086)],
)
def test_every_preset_trains(
    tmp_path: Path, run_tool: RunTool, dataset: Path, optimizer: str, stopping: str, peak: float
) -> None:
    config = preset_config(optimizer, stopping, epochs=2, schedule={"warmup": 0, "min_learning_rate": 1e9})
    train(run_tool, dataset, tmp_path / "run", config)
    lines = history(tmp_path / "run")
    assert [line["lr"] for line in lines] == [peak, peak]  # a cosine between the peak and at least the peak
    assert all(math.isfinite(line["train_loss"]) for line in lines)


@pytest.mark.parametrize(("stopping", "epochs"), [("methods", 20), ("analyst", 11), ("short", 30)])
def test_stopping_presets_decide_when_nothing_gets_better(
    tmp_path: Path, run_tool: RunTool, dataset: Path, stopping: str, epochs: int
) -> None:
    """Epoch 1 stays the best: methods stops after its 20 epochs at least, analyst with its patience, short after 30."""
    config = preset_config("standard", stopping, augmentation={"reverse_complement": 0})
    config["train"]["optimizer"]["learning_rate"] = 1e-12
    config["model"]["multiscale"]["norm"] = "weight"
    train(run_tool, dataset, tmp_path / "run", config)
    summary = json.loads((tmp_path / "run" / "training.json").read_text())
    assert (summary["stop_reason"], summary["epochs_run"]) == ("early_stopping", epochs)


def test_float16_trains_on_the_processor(tmp_path: Path, run_tool: RunTool, dataset: Path) -> None:
    config = training_config(epochs=4, precision="fp16")
    for name in ("a", "b"):
        train(run_tool, dataset, tmp_path / name, config)
    assert_equal_trainings(tmp_path / "a", tmp_path / "b")
    lines = history(tmp_path / "a")
    assert lines[-1]["train_loss"] < lines[0]["train_loss"]
    assert lines[-1]["skipped_steps"] < 10


@pytest.mark.parametrize(
    ("sampling", "steps"),
    [({"twice_from": -100}, 6), ({"both_strands": True}, 6), ({"balance_bins": 5}, 3)],
)
def test_sampling_decides_the_steps(
    tmp_path: Path, run_tool: RunTool, dataset: Path, sampling: dict[str, Any], steps: int
) -> None:
    train(run_tool, dataset, tmp_path / "run", training_config(epochs=1, sampling=sampling))
    assert history(tmp_path / "run")[0]["steps"] == steps  # of 90 visits in batches of 32: 3


def test_averaged_weights_are_validated_and_kept(tmp_path: Path, run_tool: RunTool, dataset: Path) -> None:
    for name, decay in (("plain", 0), ("averaged", 0.99)):
        train(run_tool, dataset, tmp_path / name, training_config(epochs=2, weight_average=decay))
    plain, averaged = history(tmp_path / "plain"), history(tmp_path / "averaged")
    assert [line["train_loss"] for line in plain] == [line["train_loss"] for line in averaged]
    assert plain[1]["val_loss"] != averaged[1]["val_loss"]
    assert (tmp_path / "plain" / "model.h5").read_bytes() != (tmp_path / "averaged" / "model.h5").read_bytes()


def limit_memory() -> None:
    """3 GB of addresses: the libraries fit, the activations of the network below do not."""
    resource.setrlimit(resource.RLIMIT_AS, (3_000_000_000, 3_000_000_000))


def test_memory_that_is_not_there_is_one_line(tmp_path: Path, run_tool: RunTool) -> None:
    dataset = make_dataset(tmp_path / "data", run_tool, rows=1000, length=200)
    config = training_config(epochs=1, batch=600)
    # 600 elements of 200 positions and 8,192 channels: 3.9 GB after the first layer, which has few weights itself.
    config["model"]["multiscale"] |= {"stem_kernels": [1], "stem_channels": 8192, "norm": "none"}
    failed = train(run_tool, dataset, tmp_path / "run", config, expect=3, preexec_fn=limit_memory)
    errors = [line for line in failed.stderr.splitlines() if "error" in line]
    assert len(errors) == 1 and "Traceback" not in failed.stderr
    assert "train.batch: 600 elements at a time of a network with " in errors[0]
    assert "parameters do not fit into the memory of cpu; lower train.batch" in errors[0]
    assert not (tmp_path / "run" / "model.h5").exists()
