"""cre-train killed at random points, in the middle of epochs and of writing, and resumed until it is done."""

from __future__ import annotations

import random
import re
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from helpers.training import assert_equal_trainings, make_dataset, train, training_config, write_json

RunTool = Callable[..., subprocess.CompletedProcess[str]]
KILLS = 10


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory, run_tool: RunTool) -> Path:
    """150 elements of 50 bases, of which 90 train."""
    return make_dataset(tmp_path_factory.mktemp("data"), run_tool, rows=150)


def config(precision: str) -> dict[str, Any]:
    """Dropout, augmentation, mixup, task weights, an average, and a checkpoint after almost every step."""
    return training_config(
        epochs=10,
        batch=5,
        precision=precision,
        augmentation={"shift": 0.5, "mask": 0.05, "mixup_alpha": 0.2},
        task_weights={"kind": "inverse_variance", "start_epochs": 1},
        loss={"consistency": 0.1},
        optimizer={"preset": "malinois", "learning_rate": 0.003},
        schedule={"restart_steps": 40},
        sampling={"twice_from": 2.0},
        weight_average=0.9,
        checkpoint_minutes=0.00005,
    )


def run_until_killed(command: list[str], checkpoint: Path, rng: random.Random) -> str | None:
    """Kills the command some checkpoints and milliseconds later; its stderr, or nothing when it was done before."""
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    left, delay = rng.randrange(1, 13), rng.uniform(0.0, 0.03)
    seen = checkpoint.stat().st_mtime_ns if checkpoint.exists() else None
    while process.poll() is None and left > 0:
        state = checkpoint.stat().st_mtime_ns if checkpoint.exists() else None
        left -= state != seen
        seen = state
        time.sleep(0.001)
    time.sleep(delay)
    process.kill()
    _, stderr = process.communicate(timeout=300)
    if process.returncode == 0:
        return None
    assert process.returncode == -9, stderr
    return stderr


def predictions(run_tool: RunTool, dataset: Path, folder: Path) -> bytes:
    """What cre-predict makes of the model."""
    out = folder / "predict"
    model = folder / "model.h5"
    run_tool("cre-predict", "--dataset", dataset, "--model", model, "--out", out, "--threads", 1)
    return (out / "predictions.h5").read_bytes()


@pytest.mark.parametrize("precision", ["fp32", "bf16"])
def test_killed_ten_times_equals_uninterrupted(
    tmp_path: Path, binary: Callable[[str], Path], run_tool: RunTool, dataset: Path, precision: str
) -> None:
    whole, parts = tmp_path / "whole", tmp_path / "parts"
    train(run_tool, dataset, whole, config(precision))
    file = write_json(tmp_path / "config.json", config(precision))
    tool = [binary("cre-train"), "--config", file, "--dataset", dataset, "--out", parts, "--threads", 1]
    command = [str(part) for part in tool]
    rng = random.Random(precision)
    resumed_at = []
    for kill in range(KILLS):
        stderr = run_until_killed(command, parts / "checkpoint.h5", rng)
        assert stderr is not None, f"done after {kill} kills: the training is too short for this test"
        resumed_at += re.findall(r"resuming after epoch (\d+), step (\d+)", stderr)
    last = train(run_tool, dataset, parts, config(precision))
    resumed_at += re.findall(r"resuming after epoch (\d+), step (\d+)", last.stderr)
    assert len(resumed_at) == KILLS
    assert sum(step != "0" for _, step in resumed_at) >= KILLS // 2, "most kills are within an epoch"
    assert_equal_trainings(whole, parts)
    assert predictions(run_tool, dataset, whole) == predictions(run_tool, dataset, parts)
