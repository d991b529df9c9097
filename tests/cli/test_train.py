"""cre-train from outside: files, equal bytes, early stopping, refusals."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import h5py
import pytest
from helpers.training import (
    RESULTS,
    architecture_config,
    assert_equal_trainings,
    history,
    make_dataset,
    train,
    training_config,
)

RunTool = Callable[..., subprocess.CompletedProcess[str]]


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


def test_writes_model_history_and_summary(finished: Path) -> None:
    lines = history(finished)
    assert [line["epoch"] for line in lines] == list(range(1, 13))
    assert set(lines[0]) == {
        "epoch",
        "train_loss",
        "consistency",
        "motif_loss",
        "task_weights",
        "val_loss",
        "lr",
        "gradient_norm",
        "steps",
        "skipped_steps",
        "val",
        "val_pearson_mean",
        "val_mse_mean",
        "val_min_gap_mean",
        "val_top_cell_share",
        "val_strand_pearson",
    }
    assert set(lines[0]["val"]["K562"]) == {"pearson", "spearman", "rmse"}
    assert lines[0]["task_weights"] == [1, 1] and lines[0]["consistency"] == lines[0]["motif_loss"] == 0
    summary = json.loads((finished / "training.json").read_text())
    # The rule of the preset "methods": of those within .001 of the best, the one with the largest minimum gap.
    highest = max(line["val_pearson_mean"] for line in lines)
    tied = [line for line in lines if line["val_pearson_mean"] >= highest - 0.001]
    best = max(tied, key=lambda line: line["val_min_gap_mean"])
    assert summary["best_epoch"] == best["epoch"]
    assert summary["best"]["val_pearson_mean"] == best["val_pearson_mean"]
    assert summary["stop_reason"] == "last_epoch"
    assert summary["epochs_run"] == 12
    assert len(summary["checkpoints"]) == 3 and summary["skipped_steps"] == 0
    assert summary["steps"] == sum(line["steps"] for line in lines) == 12 * 8
    assert 0 <= summary["stable_share"] <= 1 and summary["unstable"] == (summary["stable_share"] < 0.7)
    assert all(summary[key] > 0 for key in ("train_seconds", "samples_per_second", "peak_memory_bytes"))
    assert 0 < summary["network_share"] < 1
    for checkpoint in summary["checkpoints"]:
        with h5py.File(finished / checkpoint["file"]) as file:
            assert json.loads(file.attrs["training"])["epoch"] == checkpoint["epoch"]
    assert not (finished / "checkpoint.h5").exists()


def test_history_as_a_table_has_the_same_numbers(finished: Path) -> None:
    header, *rows = [line.split("\t") for line in (finished / "history.tsv").read_text().splitlines()]
    for row, line in zip(rows, history(finished), strict=True):
        values = dict(zip(header, row, strict=True))
        assert float(values["val_pearson_mean"]) == line["val_pearson_mean"]
        assert float(values["val.HepG2.rmse"]) == line["val"]["HepG2"]["rmse"]
        assert float(values["task_weights.1"]) == line["task_weights"][1]


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
    assert {entry["file"] for entry in manifest["run"]["files"]} == {"timing.jsonl", "training.json"}
    assert manifest["run"]["peak_memory_bytes"] > 0


@pytest.mark.parametrize("precision", ["fp32", "bf16"])
def test_equal_runs_give_equal_bytes(tmp_path: Path, run_tool: RunTool, dataset: Path, precision: str) -> None:
    for name in ("a", "b"):
        train(run_tool, dataset, tmp_path / name, training_config(epochs=2, precision=precision))
    assert_equal_trainings(tmp_path / "a", tmp_path / "b")
    digests = {json.loads((tmp_path / n / "manifest.json").read_text())["content_sha256"] for n in ("a", "b")}
    assert len(digests) == 1


def test_another_seed_gives_another_model(tmp_path: Path, run_tool: RunTool, dataset: Path, finished: Path) -> None:
    train(run_tool, dataset, tmp_path / "run", training_config(epochs=1), "--seed", 7)
    assert json.loads((tmp_path / "run" / "training.json").read_text())["seed"] == 7
    assert history(tmp_path / "run")[0]["train_loss"] != history(finished)[0]["train_loss"]


def test_early_stopping_ends_the_training(tmp_path: Path, run_tool: RunTool, dataset: Path) -> None:
    # A learning rate of nothing: no epoch is better than the first, so training ends `patience` epochs later.
    stopping = {"min_epochs": 0, "patience": 2}
    config = training_config(epochs=20, early_stopping=stopping, optimizer={"learning_rate": 1e-12})
    config["model"]["multiscale"]["norm"] = "weight"
    train(run_tool, dataset, tmp_path / "run", config)
    summary = json.loads((tmp_path / "run" / "training.json").read_text())
    assert summary["stop_reason"] == "early_stopping"
    assert summary["epochs_run"] == 3
    assert summary["best_epoch"] == 1


@pytest.mark.parametrize("architecture", ["malinois", "legnet"])
def test_batch_norm_of_single_elements_is_diagnosed(
    tmp_path: Path, run_tool: RunTool, dataset: Path, architecture: str
) -> None:
    """The batch norm of their linear layers is over the elements alone."""
    failed = train(run_tool, dataset, tmp_path / "run", architecture_config(architecture, batch=1), expect=3)
    assert "raise train.batch, or choose another norm" in failed.stderr
    assert not (tmp_path / "run" / "model.h5").exists()


@pytest.mark.parametrize(("most_skipped", "where"), [(5, "epoch 1, step 6"), (25, "epoch 2, step 8")])
def test_divergence_is_diagnosed(
    tmp_path: Path, run_tool: RunTool, dataset: Path, most_skipped: int, where: str
) -> None:
    """After so many skipped steps in a row, or an epoch (of 8 steps) of nothing else."""
    config = training_config(optimizer={"learning_rate": 1e30, "clip": 1e30}, max_skipped_steps=most_skipped)
    config["model"]["multiscale"]["norm"] = "none"
    failed = train(run_tool, dataset, tmp_path / "run", config, expect=4)
    assert f"training diverged in {where}: " in failed.stderr
    assert "lower train.optimizer.learning_rate" in failed.stderr
    assert not (tmp_path / "run" / "model.h5").exists()


@pytest.mark.parametrize(
    ("change", "code", "message"),
    [
        ({"model": {"multiscale": {"stem_kernels": [4]}}}, 3, "model.multiscale.stem_kernels[0]: 4 is even"),
        ({"model": {"norm": "batch"}}, 3, "model.norm: unknown key"),
        ({"model": {"legnet": {"nrom": "batch"}}}, 3, "model.legnet.nrom: unknown key (did you mean 'norm'?)"),
        ({"model": {"multiscale": {"pool": 64}}}, 3, "takes windows of 64 positions but only 50 positions are left"),
        (
            {"model": {"architecture": "legnet", "legnet": {"pools": [8, 8, 1, 1]}}},
            3,
            "model.legnet.pools[1]: the pool",
        ),
        ({"model": {"motifs": "concatenate"}}, 3, "the dataset has no motif scores; set encode.motifs to a MEME file"),
        ({"model": {"motifs": "auxiliary"}}, 3, "the dataset has no motif scores; set encode.motifs to a MEME file"),
        ({"model": {"match_parameters": 1}}, 3, "model.match_parameters: 1 cannot be reached within 2 %"),
        ({"model": {"context": {"width": 9}}}, 3, "model.context.width: 9 is not a multiple of heads, 2"),
        ({"train": {"loss": {"kind": "l2"}}}, 3, 'train.loss.kind: "l2" is not allowed'),
        ({"train": {"loss": {"consistency": -1}}}, 3, "train.loss.consistency: -1 is out of range"),
        ({"train": {"task_weights": {"cap": 0.5}}}, 3, "train.task_weights.cap: 0.5 is out of range"),
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
