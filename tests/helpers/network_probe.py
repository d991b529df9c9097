"""Drives network_probe, the test program that runs creflow's networks step by step, and the same steps in PyTorch.

The program is described at the top of tests/parity/network_probe.cpp. PyTorch computes in double precision, so that all
rounding in a difference is that of creflow's float32.
"""

from __future__ import annotations

import copy
import json
import subprocess
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import h5py
import numpy as np
import torch
from creflow_torch import CreflowModel
from numpy.typing import NDArray
from torch import Tensor

RunTool = Callable[..., subprocess.CompletedProcess[str]]
Section = dict[str, Any]
Arrays = dict[str, NDArray[Any]]

torch.set_num_threads(1)  # the networks are small

# Codes A C G T N and masked, by channels A C G T.
CHANNELS = torch.cat([torch.eye(4), torch.full((1, 4), 0.25), torch.zeros(1, 4)]).double()

# Adam divides by the root of the mean squared gradient. Where a gradient is exactly 0 in theory, as for a bias in front
# of batch norm, both programs compute rounding noise, and with the usual epsilon of 1e-8 each would walk a random way.
OPTIMIZER: Section = {
    "learning_rate": 3e-3,
    "beta1": 0.9,
    "beta2": 0.99,
    "epsilon": 1e-4,
    "weight_decay": 0.05,
    "clip": 1.0,
}


@dataclass
class Rows:
    """What n steps of B elements read; row i * B is the first of step i."""

    steps: int
    codes: NDArray[np.uint8]  # (n B, L) A0 C1 G2 T3 N4, masked 5
    target: NDArray[np.float32]  # (n B, K) standardized
    weight: NDArray[np.float32]  # (n B, K), 0 = missing
    flip: NDArray[np.uint8]  # (n B) 1 = train on the other strand
    target_cell: NDArray[np.int16]  # (n B), -1 = unknown
    motif_score: NDArray[np.float32]  # (n B, M)
    motif_threshold: NDArray[np.float32] = field(init=False)  # (M)
    motif_mean: NDArray[np.float32] = field(init=False)
    motif_sd: NDArray[np.float32] = field(init=False)

    def __post_init__(self) -> None:
        """Thresholds and scale of the motif scores."""
        scores = self.motif_score.astype(np.float64)
        self.motif_threshold = (scores.mean(0) + 0.3).astype(np.float32)
        self.motif_mean = scores.mean(0).astype(np.float32)
        self.motif_sd = scores.std(0, ddof=1).astype(np.float32)

    @property
    def batch(self) -> int:
        """B."""
        return len(self.codes) // self.steps

    @property
    def tasks(self) -> int:
        """K."""
        return self.target.shape[1]

    @property
    def length(self) -> int:
        """L."""
        return self.codes.shape[1]

    @property
    def motifs(self) -> int:
        """M."""
        return self.motif_score.shape[1]


def random_rows(*, steps: int = 20, batch: int = 8, length: int = 114, tasks: int = 3, motifs: int = 0) -> Rows:
    """Elements with N, masked bases, missing values, unequal weights, unknown target cells and flipped strands."""
    draw = np.random.default_rng(5)
    n = steps * batch
    codes = draw.integers(0, 4, (n, length))
    unusual = draw.random((n, length))
    flip = draw.integers(0, 2, n)
    # Only training hides bases, when the strand is chosen; so there are none in rows that the program flips itself.
    codes = np.where(unusual < 0.02, 4, np.where((unusual > 0.98) & (flip[:, None] == 0), 5, codes))
    weight = draw.uniform(0.2, 2.0, (n, tasks)) * (draw.random((n, tasks)) < 0.8)
    return Rows(
        steps=steps,
        codes=codes.astype(np.uint8),
        target=np.where(weight > 0, draw.normal(size=(n, tasks)), 0).astype(np.float32),
        weight=weight.astype(np.float32),
        flip=flip.astype(np.uint8),
        target_cell=draw.integers(-1, tasks, n).astype(np.int16),
        motif_score=draw.normal(5, 2, (n, motifs)).astype(np.float32),
    )


def merged(base: Section, change: Section) -> Section:
    """`base` with the keys of `change`, section by section."""
    out = copy.deepcopy(base)
    for key, value in change.items():
        out[key] = merged(out[key], value) if isinstance(value, dict) and isinstance(out.get(key), dict) else value
    return out


def resolved(run_tool: RunTool, section: str, change: Section) -> Section:
    """The section `model` or `train` of cre-train with its defaults and `change`."""

    def defaults(schema: Section) -> Section:
        return {
            key: defaults(value) if "properties" in value else value.get("default")
            for key, value in schema["properties"].items()
        }

    return merged(defaults(json.loads(run_tool("cre-train", "--schema").stdout)["properties"][section]), change)


@dataclass
class Probe:
    """The program's answer; arrays are named as in model.h5."""

    initial: Arrays
    forward: NDArray[np.float32]  # (B, K) first batch, prediction, strand as flipped
    folded: NDArray[np.float32]  # the same with norms folded into the weights
    train_output: NDArray[np.float32]  # (B, K outputs) the same in training mode
    loss: NDArray[np.float64]  # (n)
    gradient: Arrays  # of the first step, before clipping; of the network alone
    final: Arrays
    task_weights: NDArray[np.float64]  # (n, K)


def run_probe(
    run_tool: RunTool, folder: Path, model: Section, train: Section, rows: Rows, rates: list[float], epoch: int = 1
) -> Probe:
    """Runs network_probe in `folder`, with one learning rate a step."""
    folder.mkdir(parents=True, exist_ok=True)
    request = {
        "model": model,
        "train": train | {"augmentation": {"reverse_complement": 0}},  # the rows say what is flipped
        "tasks": rows.tasks,
        "construct_length": rows.length,
        "motifs": rows.motifs,
        "steps": rows.steps,
        "learning_rates": rates,
        "epoch": epoch,
    }
    (folder / "request.json").write_text(json.dumps(request, indent=2), encoding="utf-8")
    with h5py.File(folder / "input.h5", "w") as file:
        file.attrs["creflow_artifact"] = np.bytes_("probe_input")
        file.attrs["schema_version"] = np.int64(1)
        for name, values in vars(rows).items():
            if isinstance(values, np.ndarray) and (rows.motifs or not name.startswith("motif")):
                file.create_dataset(name, data=values)
    run_tool("network_probe", folder / "request.json", folder / "input.h5", folder / "output.h5")
    with h5py.File(folder / "output.h5") as file:
        answer = {
            name: {key: values[()] for key, values in node.items()} if isinstance(node, h5py.Group) else node[()]
            for name, node in file.items()
        }
    return Probe(**answer)


def pytorch_network(model: Section, rows: Rows, initial: Arrays, outputs: int = 1, strict: bool = True) -> CreflowModel:
    """The network of a resolved section in PyTorch, in training mode, with the program's initial weights."""
    tasks = [f"task{k}" for k in range(rows.tasks)]
    construct = {"insert_length": rows.length, "upstream": "", "downstream": "", "reverse": "insert"}
    scaler = {"mean": [0.0] * rows.tasks, "sd": [1.0] * rows.tasks}
    network = CreflowModel(model, tasks, construct, scaler, outputs, [f"motif{m}" for m in range(rows.motifs)])
    network.load_state_dict({name: torch.from_numpy(values) for name, values in initial.items()}, strict)
    return network.double().train()


@dataclass
class Step:
    """The rows of one step as tensors."""

    x: Tensor  # (B, 4, L) as trained on
    other_strand: Tensor  # (B, 4, L)
    target: Tensor  # (B, K)
    weight: Tensor  # (B, K)
    target_cell: Tensor  # (B)
    motif_score: Tensor | None  # (B, M)
    motif_present: Tensor | None  # (B, M), 0 or 1


def step_of(rows: Rows, step: int) -> Step:
    """The elements of step `step`."""
    part = slice(step * rows.batch, (step + 1) * rows.batch)
    forward = CHANNELS[torch.from_numpy(rows.codes[part]).long()].transpose(1, 2)
    reverse = forward.flip(2)[:, [3, 2, 1, 0]]  # the other strand: A and T, C and G swapped
    flip = torch.from_numpy(rows.flip[part]).bool()[:, None, None]
    scores = torch.from_numpy(rows.motif_score[part])
    return Step(
        x=torch.where(flip, reverse, forward),
        other_strand=torch.where(flip, forward, reverse),
        target=torch.from_numpy(rows.target[part]).double(),
        weight=torch.from_numpy(rows.weight[part]).double(),
        target_cell=torch.from_numpy(rows.target_cell[part]).long(),
        motif_score=scores.double() if rows.motifs else None,
        motif_present=(scores >= torch.from_numpy(rows.motif_threshold)).double() if rows.motifs else None,
    )


def pytorch_optimizer(parameters: dict[str, Tensor], settings: Section) -> torch.optim.Optimizer:
    """AdamW; biases, norm parameters, g of weight norm and other vectors are not decayed."""
    decayed = [p for name, p in parameters.items() if p.dim() >= 2 and not name.endswith("weight_g")]
    others = [p for name, p in parameters.items() if p.dim() < 2 or name.endswith("weight_g")]
    groups = [
        {"params": decayed, "weight_decay": settings["weight_decay"]},
        {"params": others, "weight_decay": 0.0},
    ]
    return torch.optim.AdamW(groups, betas=(settings["beta1"], settings["beta2"]), eps=settings["epsilon"])


def pytorch_step(
    optimizer: torch.optim.Optimizer, parameters: dict[str, Tensor], loss: Tensor, rate: float, clip: float
) -> Arrays:
    """One step down the gradient of `loss`; returns the gradients before clipping."""
    optimizer.zero_grad()
    loss.backward()
    gradients = {name: p.grad.numpy().copy() for name, p in parameters.items() if p.grad is not None}
    torch.nn.utils.clip_grad_norm_(parameters.values(), clip)
    for group in optimizer.param_groups:
        group["lr"] = rate
    optimizer.step()
    return gradients


def assert_equal(name: str, found: NDArray[Any], expected: NDArray[Any], tolerance: float, floor: float = 1e-7) -> None:
    """Every difference is at most `tolerance` of the largest value expected, or `floor`."""
    assert found.shape == expected.shape, f"{name}: shape {found.shape}, expected {expected.shape}"
    worst = float(np.abs(found - expected).max(initial=0.0))
    allowed = tolerance * float(np.abs(expected).max(initial=0.0)) + floor
    assert worst <= allowed, f"{name}: differs by {worst:.3g}, allowed {allowed:.3g}"


def assert_all_equal(found: Arrays, expected: Arrays, tolerance: float, floor: float) -> None:
    """The same names, and `assert_equal` for each."""
    assert found.keys() == expected.keys(), sorted(found.keys() ^ expected.keys())
    for name, values in expected.items():
        assert_equal(name, found[name], values, tolerance, floor)


def assert_gradients_equal(found: Arrays, expected: Arrays) -> None:
    """To 1e-4 of each array, or 3e-5 of the largest gradient: some are small differences of large sums."""
    largest = max(float(np.abs(values).max()) for values in expected.values())
    assert_all_equal(found, expected, 1e-4, floor=3e-5 * largest)
