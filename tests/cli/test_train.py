"""cre-train from outside: files, equal bytes, interruption and resumption, refusals."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import h5py
import pytest
from helpers.training import make_dataset, train, training_config, write_json

RunTool = Callable[..., subprocess.CompletedProcess[str]]
RESULTS = ("model.h5", "history.jsonl", "training.json")


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory, run_tool: RunTool) -> Path:
    """400 elements of 50 bases whose activity is the number of copies of a motif."""
    return make_dataset(tmp_path_factory.mktemp("data"), run_tool)


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory, run_tool: RunTool, dataset: Path) -> Path:
    """A finished training of twelve epochs."""
    out = tmp_path_factory.mktemp("train") / "run"
    train(run_tool, dataset, out, training_config(epochs=12))
    return out


def history(folder: Path) -> list[dict[str, Any]]:
    """The lines of history.jsonl."""
    return [json.loads(line) for line in (folder / "history.jsonl").read_text().splitlines()]


def test_writes_model_history_and_summary(finished: Path) -> None:
    lines = history(finished)
    assert [line["epoch"] for line in lines] == list(range(1, 13))
    assert set(lines[0]) == {
        "epoch",
        "train_loss",
        "val_loss",
        "lr",
        "gradient_norm",
        "val",
        "val_pearson_mean",
    }
    assert set(lines[0]["val"]["K562"]) == {"pearson", "spearman", "rmse"}
    summary = json.loads((finished / "training.json").read_text())
    best = max(lines, key=lambda line: line["val_pearson_mean"])
    assert summary["best_epoch"] == best["epoch"]
    assert summary["best"]["val_pearson_mean"] == best["val_pearson_mean"]
    assert summary["stop_reason"] == "last_epoch"
    assert summary["epochs_run"] == 12
    ranked = [checkpoint["val_pearson_mean"] for checkpoint in summary["checkpoints"]]
    assert ranked == sorted((line["val_pearson_mean"] for line in lines), reverse=True)[:3]
    for checkpoint in summary["checkpoints"]:
        with h5py.File(finished / checkpoint["file"]) as file:
            assert json.loads(file.attrs["training"])["epoch"] == checkpoint["epoch"]
    assert not (finished / "checkpoint.h5").exists()


def test_learns_the_planted_motif(finished: Path) -> None:
    assert json.loads((finished / "training.json").read_text())["best"]["val_pearson_mean"] > 0.5


def test_manifest_states_what_decides_the_bytes(finished: Path) -> None:
    manifest = json.loads((finished / "manifest.json").read_text())
    assert manifest["determinism"] == {"device": "cpu", "precision": "fp32", "threads": 1}
    assert manifest["seeds"] == {"train": 1337}
    assert "libtorch" in manifest["build"]["libraries"]
    assert manifest["run"]["samples_per_second"] > 0
    outputs = {entry["file"] for entry in manifest["outputs"]}
    assert {*RESULTS} <= outputs
    assert len([name for name in outputs if name.startswith("checkpoints/")]) == 2
    assert [entry["file"] for entry in manifest["run"]["files"]] == ["timing.jsonl"]


@pytest.mark.parametrize("precision", ["fp32", "bf16"])
def test_equal_runs_give_equal_bytes(tmp_path: Path, run_tool: RunTool, dataset: Path, precision: str) -> None:
    for name in ("a", "b"):
        train(run_tool, dataset, tmp_path / name, training_config(epochs=2, precision=precision))
    for file in RESULTS:
        assert (tmp_path / "a" / file).read_bytes() == (tmp_path / "b" / file).read_bytes(), file
    digests = {json.loads((tmp_path / n / "manifest.json").read_text())["content_sha256"] for n in ("a", "b")}
    assert len(digests) == 1


def test_another_seed_gives_another_model(tmp_path: Path, run_tool: RunTool, dataset: Path, finished: Path) -> None:
    train(run_tool, dataset, tmp_path / "run", training_config(epochs=1), "--seed", 7)
    assert json.loads((tmp_path / "run" / "training.json").read_text())["seed"] == 7
    assert history(tmp_path / "run")[0]["train_loss"] != history(finished)[0]["train_loss"]


def start(binary: Callable[[str], Path], dataset: Path, out: Path, config: Path) -> subprocess.Popen[str]:
    """cre-train as a process to send signals to."""
    command = [binary("cre-train"), "--config", config, "--dataset", dataset, "--out", out, "--threads", "1"]
    return subprocess.Popen([str(part) for part in command], stderr=subprocess.PIPE, text=True)


def wait_for_epoch(process: subprocess.Popen[str], out: Path, epoch: int) -> None:
    """Until history.jsonl has that many lines."""
    deadline = time.monotonic() + 300
    while time.monotonic() < deadline and process.poll() is None:
        if (out / "history.jsonl").exists() and len(history(out)) >= epoch:
            return
        time.sleep(0.002)
    pytest.fail(f"no epoch {epoch}: exit code {process.poll()}")


@pytest.mark.parametrize(
    ("name", "code"), [("SIGTERM", 7), ("SIGINT", 7), ("SIGUSR1", 7), ("SIGKILL", -signal.SIGKILL)]
)
def test_interrupted_and_resumed_equals_uninterrupted(
    tmp_path: Path, binary: Callable[[str], Path], run_tool: RunTool, dataset: Path, name: str, code: int
) -> None:
    # The smallest batch: many steps, so the signal falls inside an epoch.
    config = training_config(epochs=5, batch=2)
    file = write_json(tmp_path / "config.json", config)
    whole, parts = tmp_path / "whole", tmp_path / "parts"
    train(run_tool, dataset, whole, config)

    process = start(binary, dataset, parts, file)
    wait_for_epoch(process, parts, 2)
    process.send_signal(getattr(signal, name))
    _, stderr = process.communicate(timeout=300)
    assert process.returncode == code
    if code == 7:
        assert f"stopped by {name} in epoch" in stderr
        assert not (parts / "model.h5").exists()
    assert not (parts / "manifest.json").exists()
    assert (parts / "checkpoint.h5").exists()
    # The workflow engine removes the declared outputs of a failed job.
    (parts / "history.jsonl").unlink()

    resumed = train(run_tool, dataset, parts, config)
    assert "resuming behind epoch" in resumed.stderr
    for result in RESULTS:
        assert (whole / result).read_bytes() == (parts / result).read_bytes(), result
    assert not (parts / "checkpoint.h5").exists()
    assert sorted(os.listdir(whole / "checkpoints")) == sorted(os.listdir(parts / "checkpoints"))


def test_checkpoint_of_another_config_is_refused(
    tmp_path: Path, binary: Callable[[str], Path], run_tool: RunTool, dataset: Path
) -> None:
    file = write_json(tmp_path / "config.json", training_config(epochs=50, batch=2))
    out = tmp_path / "run"
    process = start(binary, dataset, out, file)
    wait_for_epoch(process, out, 1)
    process.terminate()
    process.communicate(timeout=300)
    assert process.returncode == 7
    refused = train(run_tool, dataset, out, training_config(epochs=50, batch=2), "--seed", 2, expect=6)
    assert "config.train.seed was 1337, is 2" in refused.stderr
    assert "--fresh, or removing the file, starts over" in refused.stderr


def test_early_stopping_ends_the_training(tmp_path: Path, run_tool: RunTool, dataset: Path) -> None:
    # A learning rate of nothing: no epoch is better than the first, so training ends `patience` epochs later.
    stopping = {"min_epochs": 0, "patience": 2}
    config = training_config(epochs=20, early_stopping=stopping, optimizer={"learning_rate": 1e-12})
    config["model"]["norm"] = "weight"
    train(run_tool, dataset, tmp_path / "run", config)
    summary = json.loads((tmp_path / "run" / "training.json").read_text())
    assert summary["stop_reason"] == "early_stopping"
    assert summary["epochs_run"] == 3
    assert summary["best_epoch"] == 1


def test_divergence_is_diagnosed(tmp_path: Path, run_tool: RunTool, dataset: Path) -> None:
    config = training_config(optimizer={"learning_rate": 1e30, "clip": 1e30})
    config["model"]["norm"] = "none"
    failed = train(run_tool, dataset, tmp_path / "run", config, expect=4)
    assert "training diverged in epoch 1" in failed.stderr
    assert "lower train.optimizer.learning_rate" in failed.stderr
    assert not (tmp_path / "run" / "model.h5").exists()


@pytest.mark.parametrize(
    ("change", "code", "message"),
    [
        ({"model": {"stem_kernels": [4]}}, 3, "stem_kernels[0]: 4 is even"),
        ({"model": {"nrom": "batch"}}, 3, "norm"),
        ({"model": {"pool": 64}}, 3, "takes windows of 64 positions but only 50 positions are left"),
        ({"train": {"batch": 0}}, 3, "train.batch"),
        ({"train": {"precision": "fp8"}}, 3, "train.precision"),
        ({"train": {"device": "tpu"}}, 3, "'tpu' is not one of cpu, cuda"),
    ],
)
def test_bad_configs_are_refused(
    tmp_path: Path, run_tool: RunTool, dataset: Path, change: dict[str, Any], code: int, message: str
) -> None:
    failed = train(run_tool, dataset, tmp_path / "run", change, expect=code)
    assert message in failed.stderr
    assert "Traceback" not in failed.stderr and len(failed.stderr.strip().splitlines()) == 1
    assert not (tmp_path / "run" / "model.h5").exists()


def test_damaged_dataset_is_refused(tmp_path: Path, run_tool: RunTool, dataset: Path) -> None:
    folder = tmp_path / "encode"
    shutil.copytree(dataset.parent, folder)
    content = bytearray((folder / "dataset.h5").read_bytes())
    content[len(content) // 2] ^= 1
    (folder / "dataset.h5").write_bytes(content)
    failed = train(run_tool, folder / "dataset.h5", tmp_path / "run", training_config(), expect=6)
    assert "dataset.h5" in failed.stderr
