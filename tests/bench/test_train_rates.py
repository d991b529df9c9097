"""bench/run_train.py: what it prints of a tiny network, and that its peers are one network; no time is asserted."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch
from helpers.training import SMALL_ARCHITECTURES, write_json

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "bench"), str(ROOT / "bench" / "gpu")]

import run_train  # noqa: E402
from channels_last import _ImageLayer  # noqa: E402
from creflow_workflow import settings  # noqa: E402
from gpu_check.work import matrix_share  # noqa: E402
from pytorch_peer import Peer  # noqa: E402

Json = dict[str, Any]
TINY = {
    "channels": [8, 8, 8],
    "kernels": [5, 3, 3],
    "pools": [2, 2, 2],
    "pool_padding": 0,
    "linear_size": 8,
    "head_sizes": [8],
}
# 40, 20 and 10 positions; 5 of 8 channels are 40 features; for each of two tasks 8 units and one.
LARGEST = 40 * 8 * 4 * 5
MULTIPLY_ADDS = LARGEST + 20 * 8 * 8 * 3 + 10 * 8 * 8 * 3 + 40 * 8 + 2 * (8 * 8 + 8)


@pytest.fixture
def bench(tmp_path: Path, binary: Callable[[str], Path]) -> Callable[..., list[Json]]:
    """Lines of the benchmark with the tiny network; keywords are of the environment."""
    write_json(tmp_path / "tiny.json", {"model": {"architecture": "malinois", "malinois": TINY}})
    sizes = {"tasks": 2, "length": 40, "batch": 4, "steps": 1, "threads": 1, "networks": "tiny"}
    words = [word for name, value in sizes.items() for word in (f"--{name}", str(value))]

    def run(*more: str, **environment: str) -> list[Json]:
        command = [sys.executable, str(ROOT / "bench" / "run_train.py"), "--models", str(tmp_path), *words, *more]
        environment["TORCHINDUCTOR_CACHE_DIR"] = str(tmp_path / "compiled")
        folder = ["--bin", str(binary("bench-train-rate").parent)]
        done = subprocess.run(
            [*command, *folder], env=os.environ | environment, stdout=subprocess.PIPE, text=True, check=True
        )
        return [json.loads(line) for line in done.stdout.splitlines()]

    return run


def test_lines_of_machine_and_network(bench: Callable[..., list[Json]]) -> None:
    """There is no compiler, which is no reason to measure nothing else."""
    machine, line = bench("--precisions", "bf16", "--rounds", "2", CXX="/no/compiler")
    assert machine.keys() == {"machine", "threads", "matrix_gflop_per_s", "memory_gb_per_s"}
    assert machine["machine"] and machine["threads"] == 1
    matrix = machine["matrix_gflop_per_s"]
    assert matrix.keys() == {"bf16", "fp32"} and min(*matrix.values(), machine["memory_gb_per_s"]) > 0
    keys = ["network", "precision", "threads", "batch", "multiply_adds", "matrix_gflop_per_s", "convolution"]
    assert list(line) == [*keys, "training", "inference"]
    assert [line[key] for key in keys[:4]] == ["tiny", "bf16", 1, 4]
    assert line["multiply_adds"] == MULTIPLY_ADDS and line["matrix_gflop_per_s"] > 0
    assert line["convolution"].keys() == {"layer", "gflop_per_s", "matrix_share"}
    assert line["convolution"]["layer"] == "trunk.convolutions.0"
    assert line["convolution"]["gflop_per_s"] > 0
    for kind in ("training", "inference"):
        assert list(line[kind]) == ["creflow", "eager", "channels_last", "compiled"]
        assert line[kind]["creflow"].keys() == {"samples_per_s", "matrix_share"}
        for name in ("eager", "channels_last"):
            assert line[kind][name].keys() == {"samples_per_s", "matrix_share", "ratio"}
        reason = line[kind]["compiled"]["error"]
        assert "/no/compiler" in reason and "\n" not in reason


@pytest.mark.skipif(
    not shutil.which("g++") or not Path(sysconfig.get_path("include"), "Python.h").exists(),
    reason="torch.compile needs g++ and the headers of Python",
)
def test_torch_compile_is_measured(bench: Callable[..., list[Json]]) -> None:
    _, line = bench("--precisions", "fp32", "--rounds", "1", "--peers", "compiled", CXX="g++")
    assert line["precision"] == "fp32"
    for kind in ("training", "inference"):
        assert list(line[kind]) == ["creflow", "compiled"]
        assert line[kind]["compiled"]["samples_per_s"] > 0


def test_shares_and_ratios() -> None:
    """10^6 multiply-adds: 6 MFLOP a training step's element, 2 in inference; of 12 GFLOP/s."""
    rates: dict[str, float | str] = {"creflow": 1000.0, "eager": 400.0, "compiled": "no compiler"}
    assert run_train.entries("training", rates, 10**6, 12e9) == {
        "creflow": {"samples_per_s": 1000.0, "matrix_share": 0.5},
        "eager": {"samples_per_s": 400.0, "matrix_share": 0.2, "ratio": 2.5},
        "compiled": {"error": "no compiler"},
    }
    assert matrix_share("inference", 1000.0, 10**6, 12e9) == pytest.approx(1 / 6)


@pytest.mark.parametrize("norm", ["batch", "weight+group", "layer"])
@pytest.mark.parametrize("architecture", SMALL_ARCHITECTURES)
def test_channels_last_is_the_same_network(architecture: str, norm: str) -> None:
    """Without dropout, whose masks follow the layout; every layer of the trunk leaves channels-last memory."""
    section = SMALL_ARCHITECTURES[architecture] | {"norm": norm, "norm_groups": 4}
    model = settings.resolve({"model": {"architecture": architecture, architecture: section}}, "test")["model"]
    plain, images = (Peer(model, 2, 48, 6, "fp32", channels_last=last) for last in (False, True))
    layers = [module for module in images.network.trunk.modules() if isinstance(module, _ImageLayer)]
    formats: list[bool] = []
    for layer in layers:
        layer.register_forward_hook(
            lambda _layer, _inputs, y: formats.append(
                y.dim() == 2 or y.is_contiguous(memory_format=torch.channels_last)
            )
        )
    found = []
    for peer in (plain, images):
        for module in peer.network.modules():
            if isinstance(module, torch.nn.Dropout):
                module.p = 0.0
        loss = torch.nn.functional.mse_loss(peer.forward(peer.x), peer.y)
        loss.backward()
        gradients = [parameter.grad.flatten() for parameter in peer.network.parameters()]
        found.append(torch.cat([loss.detach().flatten(), *gradients]))
    assert len(formats) >= len(layers) > 0 and all(formats)
    torch.testing.assert_close(found[1], found[0], rtol=1e-3, atol=1e-5)
