"""cre-train interrupted and resumed: equal to an uninterrupted training, byte for byte."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import h5py
import numpy as np
import pytest
from helpers.training import (
    architecture_config,
    assert_equal_trainings,
    history,
    make_dataset,
    train,
    training_config,
    write_json,
)

RunTool = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory, run_tool: RunTool) -> Path:
    """400 elements of 50 bases whose activity is the number of copies of a motif."""
    return make_dataset(tmp_path_factory.mktemp("data"), run_tool)


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


def expect_equal_when_interrupted(
    folder: Path,
    binary: Callable[[str], Path],
    run_tool: RunTool,
    dataset: Path,
    config: dict[str, Any],
    signal_name: str = "SIGTERM",
    code: int = 7,
) -> None:
    """Trains in one go, and with a signal after epoch 1; compares the results."""
    file = write_json(folder / "config.json", config)
    whole, parts = folder / "whole", folder / "parts"
    train(run_tool, dataset, whole, config)

    process = start(binary, dataset, parts, file)
    wait_for_epoch(process, parts, 1)
    process.send_signal(getattr(signal, signal_name))
    _, stderr = process.communicate(timeout=300)
    assert process.returncode == code
    if code == 7:
        stopped = re.search(rf"stopped by {signal_name} in epoch (\d+) after step (\d+); ", stderr)
        assert stopped, stderr
        assert not (parts / "model.h5").exists()
    assert not (parts / "manifest.json").exists()
    assert (parts / "checkpoint.h5").exists()
    # The workflow engine removes the declared outputs of a failed job.
    (parts / "history.jsonl").unlink()

    resumed = train(run_tool, dataset, parts, config)
    if code == 7:  # right there, not at the beginning of the epoch
        assert f"resuming after epoch {int(stopped[1]) - 1}, step {stopped[2]} from" in resumed.stderr
    else:
        assert "resuming after epoch" in resumed.stderr
    assert_equal_trainings(whole, parts)
    assert not (parts / "checkpoint.h5").exists()


@pytest.mark.parametrize(
    ("name", "code"), [("SIGTERM", 7), ("SIGINT", 7), ("SIGUSR1", 7), ("SIGKILL", -signal.SIGKILL)]
)
def test_interrupted_and_resumed_equals_uninterrupted(
    tmp_path: Path, binary: Callable[[str], Path], run_tool: RunTool, dataset: Path, name: str, code: int
) -> None:
    # The smallest batch: many steps, so the signal falls inside an epoch.
    expect_equal_when_interrupted(
        tmp_path, binary, run_tool, dataset, training_config(epochs=3, batch=2), signal_name=name, code=code
    )


@pytest.mark.parametrize(
    ("architecture", "train_section"),
    [
        ("multiscale", {"task_weights": {"kind": "inverse_variance", "start_epochs": 1}}),
        ("legnet", {"task_weights": {"kind": "uncertainty"}, "loss": {"kind": "mse"}}),
        ("malinois", {"task_weights": {"kind": "gradnorm", "every": 7}, "loss": {"kind": "mse"}}),
        ("resnet_dilated", {"augmentation": {"mixup_alpha": 0.4}, "loss": {"kind": "l1_kl", "consistency": 0.1}}),
    ],
)
def test_resumes_with_every_architecture_and_the_state_of_its_losses(
    tmp_path: Path,
    binary: Callable[[str], Path],
    run_tool: RunTool,
    dataset: Path,
    architecture: str,
    train_section: dict[str, Any],
) -> None:
    config = architecture_config(architecture, epochs=3, batch=4, **train_section)
    expect_equal_when_interrupted(tmp_path, binary, run_tool, dataset, config)
    weights = [line["task_weights"] for line in history(tmp_path / "whole")]
    assert (weights[-1] != [1, 1]) == ("task_weights" in train_section)


def stopped_training(folder: Path, run_tool: RunTool, binary: Callable[[str], Path], dataset: Path) -> Path:
    """The folder of a training of 50 epochs that was stopped in its second."""
    out = folder / "run"
    process = start(binary, dataset, out, write_json(folder / "config.json", training_config(epochs=50, batch=2)))
    wait_for_epoch(process, out, 1)
    process.terminate()
    process.communicate(timeout=300)
    assert process.returncode == 7
    return out


def test_checkpoint_of_another_training_is_refused(
    tmp_path: Path, binary: Callable[[str], Path], run_tool: RunTool, dataset: Path
) -> None:
    out = stopped_training(tmp_path, run_tool, binary, dataset)
    config = training_config(epochs=50, batch=2)
    state = (out / "checkpoint.h5").read_bytes()

    refused = train(run_tool, dataset, out, config, "--seed", 2, expect=6)
    assert "checkpoint.h5: is the checkpoint of another training: config.train.seed was 1337, is 2" in refused.stderr
    assert "--fresh, or removing the file, starts over" in refused.stderr

    other = make_dataset(tmp_path / "other", run_tool, rows=100)
    refused = train(run_tool, other, out, config, expect=6)
    assert re.search(r'dataset_sha256 was "[0-9a-f]{64}", is "[0-9a-f]{64}";', refused.stderr)
    assert (out / "checkpoint.h5").read_bytes() == state, "a refusal changes nothing"

    fresh = train(run_tool, other, out, training_config(epochs=1), "--fresh")
    assert "resuming" not in fresh.stderr
    assert len(history(out)) == 1


def test_checkpoint_without_its_weights_is_refused(
    tmp_path: Path, binary: Callable[[str], Path], run_tool: RunTool, dataset: Path
) -> None:
    """As after another training in the same folder, which removed them when it was done."""
    out = stopped_training(tmp_path, run_tool, binary, dataset)
    (out / "checkpoints/epoch_1.h5").unlink()
    config = tmp_path / "config.json"
    command = ["cre-train", "--config", config, "--dataset", dataset, "--out", out, "--threads", "1"]
    refused = run_tool(*command, expect=6)
    assert "checkpoint.h5: its weights of epoch 1 are missing: " in refused.stderr
    assert "--fresh starts over" in refused.stderr
    assert (out / "checkpoint.h5").exists()


def test_checkpoint_of_another_build_is_refused(
    tmp_path: Path, binary: Callable[[str], Path], run_tool: RunTool, dataset: Path
) -> None:
    out = stopped_training(tmp_path, run_tool, binary, dataset)
    with h5py.File(out / "checkpoint.h5", "r+") as file:
        identity = json.loads(file.attrs["identity"])
        commit = identity["git_commit"]
        file.attrs["identity"] = np.bytes_(json.dumps(identity | {"git_commit": "another"}))
    refused = train(run_tool, dataset, out, training_config(epochs=50, batch=2), expect=6)
    assert f'git_commit was "another", is "{commit}"' in refused.stderr
