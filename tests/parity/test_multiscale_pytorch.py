"""cre-predict against the same weights in PyTorch."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import h5py
import numpy as np
import pytest
import torch
from helpers.multiscale_pytorch import load_multiscale
from helpers.training import make_dataset, train, training_config

RunTool = Callable[..., subprocess.CompletedProcess[str]]

CASES: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    # name: (changes of the small model, changes of the dataset)
    "weight": ({"norm": "weight"}, {}),
    "batch": ({"norm": "batch"}, {}),
    "weight_batch": ({}, {}),
    "none": ({"norm": "none"}, {}),
    "one_task": ({}, {"tasks": ("K562",)}),
    "odd_length": ({}, {"length": 37}),
    "single_stem": ({"stem_kernels": [11], "negative_slope": 0.0}, {"length": 64}),
    "other_sizes": (
        {"pool": 3, "block_kernel": 5, "expand_kernel": 1, "stage2_dilations": [1, 3], "head_sizes": []}
        | {"head_dropouts": [], "stage1_dilations": []},
        {"tasks": ("A", "B", "C")},
    ),
}


def onehot(codes: np.ndarray) -> torch.Tensor:
    """Codes (N, L) as (N, 4, L)."""
    channels = np.vstack([np.eye(4), np.full((1, 4), 0.25)]).astype(np.float32)
    return torch.from_numpy(channels[codes]).permute(0, 2, 1).contiguous()


@pytest.mark.parametrize("name", CASES)
def test_predictions_equal_pytorch(tmp_path: Path, run_tool: RunTool, name: str) -> None:
    model_change, data_change = CASES[name]
    dataset = make_dataset(tmp_path / "data", run_tool, rows=60, **data_change)
    config = training_config(epochs=1)
    config["model"] |= model_change
    train(run_tool, dataset, tmp_path / "model", config)
    model = tmp_path / "model" / "model.h5"
    run_tool("cre-predict", "--dataset", dataset, "--model", model, "--out", tmp_path / "out", "--threads", 1)

    with h5py.File(model) as file:
        scaler = json.loads(file.attrs["scaler"])
    mean, sd = np.array(scaler["mean"]), np.array(scaler["sd"]) + 1e-8
    with h5py.File(dataset) as file, torch.no_grad():
        x = onehot(file["codes"][()])
        network = load_multiscale(model)
        forward = network(x).numpy() * sd + mean
        reverse = network(x.flip(1, 2)).numpy() * sd + mean
    with h5py.File(tmp_path / "out" / "predictions.h5") as file:
        assert np.ptp(file["forward"][()], axis=0).min() > 1e-3, "constant predictions would prove nothing"
        np.testing.assert_allclose(file["forward"][()], forward, atol=1e-5, rtol=1e-5)
        np.testing.assert_allclose(file["reverse"][()], reverse, atol=1e-5, rtol=1e-5)
        np.testing.assert_allclose(file["predicted"][()], (forward + reverse) / 2, atol=1e-5, rtol=1e-5)
