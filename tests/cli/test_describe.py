"""cre-train --describe: the table of a network's layers."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import h5py
import numpy as np
import pytest
from helpers.training import SMALL_ARCHITECTURES, make_dataset, write_json

RunTool = Callable[..., subprocess.CompletedProcess[str]]


def described(run_tool: RunTool, *arguments: object) -> tuple[str, list[list[str]]]:
    """The first line, and the words of each line of the table."""
    done = run_tool("cre-train", "--describe", *arguments)
    assert done.stderr == ""
    title, empty, *lines = done.stdout.splitlines()
    assert empty == ""
    assert lines[0].split() == ["layer", "kind", "output", "parameters", "multiply-adds"]
    return title, [line.split() for line in lines[1:]]


def number(text: str) -> int:
    return int(text.replace(",", ""))


@pytest.mark.parametrize("architecture", SMALL_ARCHITECTURES)
@pytest.mark.parametrize(("tasks", "length"), [(1, 114), (3, 600)])
def test_every_architecture(run_tool: RunTool, architecture: str, tasks: int, length: int) -> None:
    title, rows = described(
        run_tool, "--tasks", tasks, "--length", length, "--set", f"model.architecture={architecture}"
    )
    assert title == f"{architecture}, {tasks} {'task' if tasks == 1 else 'tasks'}, {length} bases"
    *layers, total = rows
    assert total[0] == "sum"
    assert sum(number(row[-2] if row[0] != "(other)" else row[-1]) for row in layers) == number(total[1])
    assert sum(number(row[-1]) for row in layers if row[0] != "(other)") == number(total[2])
    assert layers[0][0].startswith("trunk.") and f"{length}" in layers[0]


@pytest.mark.parametrize(
    ("architecture", "length", "parameters"), [("multiscale", 200, 3949571), ("malinois", 600, 4107183)]
)
def test_numbers_of_parameters(run_tool: RunTool, architecture: str, length: int, parameters: int) -> None:
    _, rows = described(run_tool, "--length", length, "--set", f"model.architecture={architecture}")
    assert number(rows[-1][1]) == parameters


def test_a_dataset_gives_tasks_and_length(tmp_path: Path, run_tool: RunTool) -> None:
    dataset = make_dataset(tmp_path, run_tool, rows=40, length=50, construct={"upstream": "ACGT"})
    title, _ = described(run_tool, "--dataset", dataset, "--tasks", 7)
    assert title == "multiscale, 2 tasks, 54 bases"


def test_follows_config_loss_and_options(tmp_path: Path, run_tool: RunTool) -> None:
    config = {
        "model": {
            "architecture": "legnet",
            "legnet": SMALL_ARCHITECTURES["legnet"],
            "motifs": "concatenate",
            "target_cell": True,
        },
        "train": {"loss": {"kind": "gaussian_nll"}},
    }
    file = write_json(tmp_path / "config.json", config)
    _, rows = described(run_tool, "--config", file, "--tasks", 3, "--length", 50, "--motifs", 5)
    layers = {row[0]: row for row in rows}
    # 32 features, 5 motifs, 3 cell types; bias and batch norm: 3 values a unit.
    assert layers["heads.hidden"][1:] == ["linear", "32", f"{32 * 40 + 3 * 32:,}", f"{32 * 40:,}"]
    assert layers["heads.output"][2] == "6"  # mean and log-variance of 3 tasks


def test_matches_the_number_of_parameters(run_tool: RunTool) -> None:
    _, rows = described(run_tool, "--set", "model.architecture=legnet", "--set", "model.match_parameters=500000")
    assert number(rows[-1][1]) == pytest.approx(500000, rel=0.02)


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["--set", "model.multiscale.pool=0"], 3, "model.multiscale.pool: 0 is out of range"),
        (["--set", "model.architecture=mlp"], 3, "allowed: multiscale, resnet_dilated, malinois, legnet"),
        (["--set", "train.epochs=0"], 3, "train.epochs: 0 is out of range"),
        (["--length", "3"], 3, "the pool after expand takes windows of 2 positions but only 1 position is left"),
        (["--set", "model.motifs=auxiliary", "--motifs", "0"], 3, "set encode.motifs to a MEME file"),
        (["--tasks", "0"], 2, "'0' is not a whole number in [1, 1000]"),
        (["--length", "ten"], 2, "'ten' is not a whole number in [1, "),
        (["--motifs", "-1"], 2, "'-1' is not a whole number in [0, "),
        (["--taks", "3"], 2, "unknown option '--taks' (did you mean '--tasks'?)"),
        (["--config", "none.json"], 5, "none.json: cannot be opened"),
        (["--dataset", "none.h5"], 5, "none.h5"),
    ],
)
def test_refusals(run_tool: RunTool, arguments: list[str], code: int, message: str) -> None:
    done = run_tool("cre-train", "--describe", *arguments, expect=code)
    assert message in done.stderr and done.stderr.count("\n") == 1
    assert done.stdout == ""


def test_json_for_programs(tmp_path: Path, run_tool: RunTool) -> None:
    """The sums of the table, and what the trainer will do: strands, visits, epochs."""
    words = ("--tasks", 2, "--length", 50, "--set", "train.loss.consistency=0.1")
    _, rows = described(run_tool, *words)
    found = json.loads(run_tool("cre-train", "--describe", "--json", *words).stdout)
    assert (found["network"], found["tasks"], found["length"]) == ("multiscale", 2, 50)
    assert found["parameters"] == number(rows[-1][1]) and found["multiply_adds"] == number(rows[-1][2])
    assert (found["passes_per_visit"], found["validation_passes"], found["visits_per_row"]) == (2, 2, 1)
    assert (found["train_rows"], found["val_rows"], found["visits_per_epoch"]) == (None, None, None)


def test_json_of_a_dataset_counts_visits(tmp_path: Path, run_tool: RunTool) -> None:
    """Validation sees both strands as soon as training does, be it by sampling alone."""
    dataset = make_dataset(tmp_path, run_tool, rows=40, length=50)
    with h5py.File(dataset) as file:
        train, activity = file["split"][()] == 0, file["activity"][()]
        val_rows = int((file["split"][()] == 1).sum())
    settings = ["train.augmentation.reverse_complement=0", "train.sampling.both_strands=true"]
    settings += ["train.sampling.twice_from=0.5", "train.early_stopping.preset=short"]
    words = [word for setting in settings for word in ("--set", setting)]
    found = json.loads(run_tool("cre-train", "--describe", "--json", "--dataset", dataset, *words).stdout)
    active = int((np.nanmax(activity, axis=1) >= 0.5)[train].sum())
    assert 0 < active < train.sum()
    assert (found["train_rows"], found["val_rows"]) == (train.sum(), val_rows)
    assert found["visits_per_epoch"] == 2 * (train.sum() + active)
    assert (found["passes_per_visit"], found["validation_passes"], found["max_epochs"]) == (1, 2, 50)
