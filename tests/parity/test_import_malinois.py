"""Weights in the layout of the released Malinois checkpoint, imported and predicted by cre-predict."""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tarfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import creflow_torch
import h5py
import numpy as np
import pytest
import torch
import torch.nn.functional as F
from helpers.artifact_texts import read_texts
from helpers.training import make_dataset, write_json

RunTool = Callable[..., subprocess.CompletedProcess[str]]
State = dict[str, torch.Tensor]

TASKS = ("K562", "HepG2", "SKNSH")
SETTINGS = {
    "input_len": 600,
    "n_linear_layers": 1,
    "linear_activation": "ReLU",
    "linear_dropout_p": 0.1,
    "branched_activation": "ReLU",
    "branched_dropout_p": 0.5,
    "loss_args": {"beta": 5.0},
}


def random_state(
    channels: tuple[int, int, int] = (300, 200, 200), linear: int = 1000, branch: int = 140, tasks: int = 3
) -> State:
    """Random weights with the names and shapes of the release; the default sizes are the published ones."""
    draw = torch.Generator().manual_seed(3)
    state: State = {}

    def layer(name: str, norm: str, shape: tuple[int, ...]) -> None:
        inputs = int(np.prod(shape[1:]))
        state[f"{name}.weight"] = torch.randn(shape, generator=draw) * (2 / inputs) ** 0.5
        state[f"{name}.bias"] = 0.1 * torch.randn(shape[0], generator=draw)
        for leaf in ("weight", "running_var"):
            state[f"{norm}.{leaf}"] = 0.5 + torch.rand(shape[0], generator=draw)
        for leaf in ("bias", "running_mean"):
            state[f"{norm}.{leaf}"] = 0.1 * torch.randn(shape[0], generator=draw)
        state[f"{norm}.num_batches_tracked"] = torch.tensor(7)

    inputs = 4
    for i, (outputs, kernel) in enumerate(zip(channels, (19, 11, 7), strict=True), start=1):
        layer(f"conv{i}.conv", f"conv{i}.bn_layer", (outputs, inputs, kernel))
        inputs = outputs
    layer("linear1.linear", "linear1.bn_layer", (linear, inputs * 13))
    inputs = linear
    for name, outputs in [(f"branched.branched_layer_{i}", branch) for i in (1, 2, 3)] + [("output", 1)]:
        state[f"{name}.weight"] = torch.randn((tasks, inputs, outputs), generator=draw) * (2 / inputs) ** 0.5
        state[f"{name}.bias"] = 0.1 * torch.randn((tasks, 1, outputs), generator=draw)
        inputs = outputs
    return state


def authors_forward(state: State, x: torch.Tensor) -> torch.Tensor:
    """The released network, from its description: (B, 4, 600) to (B, K)."""

    def normed(x: torch.Tensor, name: str) -> torch.Tensor:
        part = {leaf: state[f"{name}.{leaf}"] for leaf in ("running_mean", "running_var", "weight", "bias")}
        return F.batch_norm(x, **part)

    for i, pool in ((1, 3), (2, 4), (3, 4)):
        weight, bias = state[f"conv{i}.conv.weight"], state[f"conv{i}.conv.bias"]
        x = F.relu(normed(F.conv1d(x, weight, bias, padding=weight.shape[2] // 2), f"conv{i}.bn_layer"))
        x = F.max_pool1d(F.pad(x, (1, 1)) if i == 3 else x, pool)
    shared = F.linear(x.flatten(1), state["linear1.linear.weight"], state["linear1.linear.bias"])
    h = F.relu(normed(shared, "linear1.bn_layer")).expand(len(state["output.weight"]), -1, -1)  # (K, B, F)
    for name in ("branched.branched_layer_1", "branched.branched_layer_2"):
        h = F.relu(torch.bmm(h, state[f"{name}.weight"]) + state[f"{name}.bias"])
    h = torch.bmm(h, state["branched.branched_layer_3.weight"]) + state["branched.branched_layer_3.bias"]
    return (torch.bmm(h, state["output.weight"]) + state["output.bias"])[..., 0].T


def checkpoint(folder: Path, state: State, **changes: object) -> Path:
    """torch_checkpoint.pt as the authors write it."""
    file = folder / "torch_checkpoint.pt"
    settings = argparse.Namespace(**(SETTINGS | changes))
    more = {"model_module": "BassetBranched", "timestamp": "20211113_021200", "random_tag": 287348}
    torch.save(more | {"model_hparams": settings, "model_state_dict": state}, file)
    return file


def run_import(root: Path, *words: object, expect: int = 0) -> str:
    """Runs the script; returns its stderr."""
    command = [sys.executable, str(root / "python/import_malinois.py"), *map(str, words)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == expect, done.stderr
    assert len(done.stderr.splitlines()) == (expect != 0), done.stderr
    return done.stderr


def small_state() -> State:
    """Small enough for tests of errors."""
    return random_state((6, 5, 4), linear=8, branch=3)


def test_predictions_equal_the_released_layout(tmp_path: Path, run_tool: RunTool, root: Path) -> None:
    state = random_state()
    with tarfile.open(tmp_path / "artifacts.tar.gz", "w:gz") as archive:
        archive.add(checkpoint(tmp_path, state), arcname="artifacts/torch_checkpoint.pt")
    run_import(root, "--checkpoint", tmp_path / "artifacts.tar.gz", "--out", tmp_path / "model")
    model = tmp_path / "model" / "model.h5"
    manifest = json.loads((tmp_path / "model" / "manifest.json").read_text())
    assert manifest["counts"] == {"parameters": 4107183, "tasks": 3}

    construct = json.loads((root / "config/constructs/gosai_2024.json").read_text())["construct"]
    dataset = make_dataset(tmp_path / "data", run_tool, rows=20, length=200, tasks=TASKS, construct=construct)
    config = write_json(tmp_path / "predict.json", {"predict": {"other_dataset": True}})
    files = ["--config", config, "--dataset", dataset, "--model", model, "--out", tmp_path / "out", "--threads", 1]
    run_tool("cre-predict", *files)

    with h5py.File(dataset) as file:
        inserts = ["".join("ACGTN"[code] for code in row) for row in file["codes"][()]]
    whole = [construct["upstream"] + insert + construct["downstream"] for insert in inserts]
    other = [sequence.translate(str.maketrans("ACGT", "TGCA"))[::-1] for sequence in whole]
    # In double precision: what differs is then the rounding of one program, and not of two.
    exact = {name: value.double() if value.is_floating_point() else value for name, value in state.items()}
    eye = torch.eye(4, dtype=torch.float64)
    with torch.no_grad():
        forward, reverse = (
            authors_forward(exact, torch.stack([eye[["ACGT".index(b) for b in s]].T for s in sequences])).numpy()
            for sequences in (whole, other)
        )
    with h5py.File(tmp_path / "out" / "predictions.h5") as file:
        assert np.ptp(forward, axis=0).min() > 1e-2, "constant predictions would prove nothing"
        np.testing.assert_allclose(file["forward"][()], forward, atol=1e-5, rtol=1e-5)
        np.testing.assert_allclose(file["reverse"][()], reverse, atol=1e-5, rtol=1e-5)
        np.testing.assert_allclose(file["predicted"][()], (forward + reverse) / 2, atol=1e-5, rtol=1e-5)
    predicted = creflow_torch.load_model(model).predict(inserts)
    np.testing.assert_allclose(predicted, (forward + reverse) / 2, atol=1e-5, rtol=1e-5)


def test_sizes_and_dropouts_come_from_the_checkpoint(tmp_path: Path, root: Path) -> None:
    file = checkpoint(tmp_path, random_state((6, 5, 4), linear=8, branch=3, tasks=2))
    run_import(root, "--checkpoint", file, "--out", tmp_path / "model", "--tasks", "A549", "HCT116")
    with h5py.File(tmp_path / "model" / "model.h5") as model:
        section = json.loads(model.attrs["architecture"])["malinois"]
        assert read_texts(model["tasks"]) == ["A549", "HCT116"]
        assert all(values.fletcher32 for values in model["weights"].values())
    assert (section["channels"], section["kernels"], section["linear_size"]) == ([6, 5, 4], [19, 11, 7], 8)
    assert (section["head_sizes"], section["linear_dropout"], section["head_dropout"]) == ([3, 3, 3], 0.1, 0.5)


def test_a_plain_state_dict_and_twice_the_same_bytes(tmp_path: Path, root: Path) -> None:
    torch.save(small_state(), tmp_path / "state.pt")
    for name in ("a", "b"):
        run_import(root, "--checkpoint", tmp_path / "state.pt", "--out", tmp_path / name)
    assert (tmp_path / "a" / "model.h5").read_bytes() == (tmp_path / "b" / "model.h5").read_bytes()


def without(state: State, *names: str) -> State:
    """The state less some arrays."""
    return {name: values for name, values in state.items() if name not in names}


def broken(name: str, values: torch.Tensor) -> Callable[[State], State]:
    """Replaces one array."""
    return lambda state: state | {name: values}


ERRORS: dict[str, tuple[Callable[[State], State], dict[str, Any], tuple[object, ...], int, str]] = {
    # name: (change of the state, of the hyperparameters, further words, exit code, message)
    "missing": (lambda s: without(s, "linear1.bn_layer.bias"), {}, (), 4, "missing: linear1.bn_layer.bias"),
    "unexpected": (broken("linear2.linear.weight", torch.ones(2)), {}, (), 4, "unexpected: linear2.linear.weight"),
    "axes": (broken("conv1.conv.weight", torch.ones(6, 4)), {}, (), 4, "conv1.conv.weight has shape (6, 4)"),
    "sizes": (broken("conv2.conv.bias", torch.ones(6)), {}, (), 4, "conv2.conv.bias has sizes (6,), expected (5,)"),
    "branches": (broken("output.bias", torch.ones(2, 1, 1)), {}, (), 4, "expected (3, 1, 1)"),
    "not finite": (broken("conv1.conv.bias", torch.full((6,), torch.nan)), {}, (), 4, "conv1.conv.bias holds NaN"),
    "length": (dict, {"input_len": 540}, (), 4, "expected (8, 44) for an input of 540 bases"),
    "too short": (dict, {}, ("--length", 400), 3, "leave no insert in an input of 400 bases"),
    "activation": (dict, {"branched_activation": "ReLU6"}, (), 4, "branched_activation is ReLU6"),
    "tasks": (dict, {}, ("--tasks", "A", "B"), 2, "needs 3 names"),
    "flanks": (dict, {}, ("--construct", "none.json"), 5, "none.json: No such file"),
}


@pytest.mark.parametrize("name", ERRORS)
def test_errors_are_one_line(tmp_path: Path, root: Path, name: str) -> None:
    change, settings, words, code, message = ERRORS[name]
    file = checkpoint(tmp_path, change(small_state()), **settings)
    error = run_import(root, "--checkpoint", file, "--out", tmp_path / "model", *words, expect=code)
    assert message in error
    assert not (tmp_path / "model" / "manifest.json").exists()


class Surprise:
    """What a checkpoint must not hold: unpickling it could run anything."""


def test_files_that_are_no_checkpoint(tmp_path: Path, root: Path) -> None:
    out = ("--out", tmp_path / "model")
    assert "No such file" in run_import(root, "--checkpoint", tmp_path / "none.pt", *out, expect=5)
    (tmp_path / "text.pt").write_text("no checkpoint")
    assert "is no checkpoint" in run_import(root, "--checkpoint", tmp_path / "text.pt", *out, expect=4)
    torch.save({"model_state_dict": small_state(), "model_hparams": Surprise()}, tmp_path / "unsafe.pt")
    assert "is no checkpoint" in run_import(root, "--checkpoint", tmp_path / "unsafe.pt", *out, expect=4)
    torch.save({"model_state_dict": {}}, tmp_path / "empty.pt")
    assert "holds no weights" in run_import(root, "--checkpoint", tmp_path / "empty.pt", *out, expect=4)
    with tarfile.open(tmp_path / "other.tar", "w") as archive:
        archive.add(tmp_path / "text.pt", arcname="text.pt")
    assert "has no torch_checkpoint.pt" in run_import(root, "--checkpoint", tmp_path / "other.tar", *out, expect=4)
