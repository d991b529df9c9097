"""Losses and task weights of cre-train against PyTorch's functions, written from docs/models.md."""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from creflow_torch import CreflowModel
from helpers.network_probe import (
    OPTIMIZER,
    Rows,
    RunTool,
    Section,
    Step,
    assert_all_equal,
    assert_equal,
    assert_gradients_equal,
    merged,
    pytorch_network,
    pytorch_optimizer,
    pytorch_step,
    random_rows,
    resolved,
    run_probe,
    step_of,
)
from torch import Tensor

MODEL: Section = {
    # Smooth everywhere: at the kinks of max-pools and ReLUs, rounding would decide which way a gradient goes.
    "architecture": "resnet_dilated",
    "motif_dropout": 0,
    "resnet_dilated": {
        "channels": 6,
        "stem_kernel": 7,
        "stem_dropout": 0,
        "blocks": 1,
        "block_kernel": 5,
        "block_dropout": 0,
        "dilated_dilations": [2],
        "dilated_dropout": 0,
        "head_sizes": [6],
        "head_dropouts": [0],
        "norm": "weight+batch",  # so that it matters that both strands are in one batch
    },
}
LOSS: Section = {"kind": "huber", "delta": 0.7, "kl_weight": 3.0, "consistency": 0.0, "motif_weight": 0.3}
WEIGHTS: Section = {"kind": "equal", "start_epochs": 2, "decay": 0.7, "cap": 1.2, "alpha": 1.5, "every": 3, "rate": 0.2}


def log_softmax_of_measured(values: Tensor, measured: Tensor) -> Tensor:
    """Over the measured tasks of each row; 0 elsewhere, and where a row has none."""
    out = torch.zeros_like(values)
    for i, row in enumerate(measured):
        if row.any():
            out[i, row] = F.log_softmax(values[i, row], 0)
    return out


def element_loss(loss: Section, output: Tensor, step: Step) -> Tensor:
    """(B, K) from the network's (B, K, outputs), before weights."""
    predicted, target, measured = output[..., 0], step.target, step.weight > 0
    match loss["kind"]:
        case "huber":
            return F.huber_loss(predicted, target, reduction="none", delta=loss["delta"])
        case "mse":
            return F.mse_loss(predicted, target, reduction="none")
        case "gaussian_nll":
            variance = output[..., 1].clamp(-10, 10).exp()
            return F.gaussian_nll_loss(predicted, target, variance, reduction="none")
        case "l1_kl":
            log_q, log_r = (log_softmax_of_measured(values, measured) for values in (target, predicted))
            divergence = F.kl_div(log_r, log_q, reduction="none", log_target=True)
            absolute = F.l1_loss(predicted, target, reduction="none")
            return (absolute + loss["kl_weight"] * divergence) / (1 + loss["kl_weight"])
    raise AssertionError(loss["kind"])


def of_each_task(values: Tensor, weight: Tensor) -> Tensor:
    """Weighted means over the rows, (K)."""
    return (values * weight).sum(0) / (weight.sum(0) + 1e-8)


def scaled(weights: Tensor) -> Tensor:
    """To sum K."""
    return weights * len(weights) / weights.sum()


def capped(weights: Tensor, cap: float) -> Tensor:
    """min(c w, cap) with the factor c, found by bisection, that makes the sum the number of tasks."""
    low, high = 0.0, 1e12
    for _ in range(200):
        middle = (low + high) / 2
        low, high = (middle, high) if (middle * weights).clamp(max=cap).sum() < len(weights) else (low, middle)
    return (high * weights).clamp(max=cap)


@dataclass
class TaskWeights:
    """t_k of every step."""

    settings: Section
    tasks: int
    epoch: int
    learned: Tensor = field(init=False)
    variances: list[list[float]] = field(default_factory=list)  # of each task in each step that measured it
    balanced: Tensor = field(init=False)
    first: Tensor = field(init=False)

    def __post_init__(self) -> None:
        """Before the first step."""
        self.learned = torch.zeros(
            self.tasks, dtype=torch.float64, requires_grad=self.settings["kind"] == "uncertainty"
        )
        self.variances = [[] for _ in range(self.tasks)]
        self.balanced = torch.ones(self.tasks, dtype=torch.float64)

    def now(self) -> Tensor:
        """Those of the coming step, from what the steps before it saw."""
        match self.settings["kind"]:
            case "uncertainty":
                return (-self.learned).exp()
            case "gradnorm":
                return self.balanced
            case "inverse_variance" if self.epoch > self.settings["start_epochs"]:
                seen = [self.running(values) for values in self.variances if values]
                filler = sum(seen) / len(seen) if seen else 1.0
                running = [self.running(values) if values else filler for values in self.variances]
                return capped(1 / (torch.tensor(running, dtype=torch.float64) + 1e-4), self.settings["cap"])
        return torch.ones(self.tasks)

    def running(self, values: list[float]) -> float:
        """Mean with weights that fall by `decay` a step, started at the first value."""
        mean = values[0]
        for value in values[1:]:
            mean = self.settings["decay"] * mean + (1 - self.settings["decay"]) * value
        return mean

    def see_residuals(self, predicted: Tensor, step: Step) -> None:
        """Squared residuals of a batch."""
        mean = of_each_task((predicted.detach() - step.target) ** 2, step.weight)
        for k, values in enumerate(self.variances):
            if step.weight[:, k].sum() > 0:
                values.append(mean[k].item())

    def balance(self, losses: Tensor, shared: Tensor, number: int) -> None:
        """GradNorm, with the gradient of sum |G_k - wanted_k| by t_k from automatic differentiation."""
        if self.settings["kind"] != "gradnorm" or number % self.settings["every"]:
            return
        if number == 0:
            self.first = losses.detach()
        t = self.balanced.clone().requires_grad_()
        norms = [torch.autograd.grad(loss, shared, retain_graph=True)[0].norm() for loss in losses]
        weighted = t * torch.stack(norms)
        rates = losses.detach() / self.first
        wanted = (weighted.mean() * (rates / rates.mean()) ** self.settings["alpha"]).detach()
        (gradient,) = torch.autograd.grad((weighted - wanted).abs().sum(), t)
        self.balanced = scaled((t - self.settings["rate"] * gradient).detach().clamp(min=1e-3))


def shared_weight(network: CreflowModel) -> Tensor:
    """The last weight of the trunk; with weight norm its direction v."""
    return [p for name, p in network.trunk.named_parameters() if p.dim() > 1 and not name.endswith("_g")][-1]


CASES: dict[str, tuple[Section, Section, Section, dict[str, int]]] = {
    # name: (changes of model, train.loss, train.task_weights, random_rows)
    "huber": ({}, {}, {}, {}),
    "mse": ({}, {"kind": "mse"}, {}, {}),
    "gaussian": ({}, {"kind": "gaussian_nll"}, {}, {}),
    "l1_kl": ({}, {"kind": "l1_kl"}, {}, {}),
    "consistency": ({}, {"consistency": 0.5}, {}, {}),
    "gaussian-consistency": ({}, {"kind": "gaussian_nll", "consistency": 0.5}, {}, {}),
    "auxiliary": ({"motifs": "auxiliary"}, {}, {}, {"motifs": 4}),
    "auxiliary-consistency": ({"motifs": "auxiliary"}, {"consistency": 0.2, "kind": "mse"}, {}, {"motifs": 4}),
    "concatenate-consistency": (
        {"motifs": "concatenate", "target_cell": True},
        {"consistency": 0.2},
        {},
        {"motifs": 4},
    ),
    "inverse-variance": ({}, {"kind": "mse"}, {"kind": "inverse_variance", "start_epochs": 0}, {}),
    "inverse-variance-later": ({}, {}, {"kind": "inverse_variance"}, {}),
    "inverse-variance-gaussian": (
        {},
        {"kind": "gaussian_nll", "consistency": 0.1},
        {"kind": "inverse_variance", "start_epochs": 0, "cap": 5.0},
        {},
    ),
    "uncertainty": ({}, {}, {"kind": "uncertainty"}, {}),
    "uncertainty-mse": ({}, {"kind": "mse"}, {"kind": "uncertainty"}, {}),
    "gradnorm": ({}, {}, {"kind": "gradnorm"}, {}),
    "gradnorm-mse": ({"resnet_dilated": {"norm": "weight"}}, {"kind": "mse"}, {"kind": "gradnorm", "every": 1}, {}),
    "gradnorm-consistency": ({}, {"consistency": 0.3}, {"kind": "gradnorm", "every": 2, "alpha": 0.0}, {}),
}


@pytest.mark.parametrize("tasks", [1, 3])
@pytest.mark.parametrize("name", CASES)
def test_training_with(tmp_path: Path, run_tool: RunTool, name: str, tasks: int) -> None:
    change, loss, weights, sizes = CASES[name]
    loss, weights = LOSS | loss, WEIGHTS | weights
    # A task of small residuals and one of large ones, so that the weights of the tasks differ.
    rows = random_rows(tasks=tasks, length=60, **sizes)
    rows.target *= np.array([1.0, 0.3, 2.0], dtype=np.float32)[:tasks]
    check(tmp_path, run_tool, merged(MODEL, change), {"loss": loss, "task_weights": weights}, rows)


@pytest.mark.parametrize(
    ("kind", "change"),
    {
        "nothing measured": ("huber", lambda weight: weight * 0),
        "nothing measured, l1_kl": ("l1_kl", lambda weight: weight * 0),
        "one task never": ("l1_kl", lambda weight: weight * np.array([1, 0, 1], dtype=np.float32)),
        "one task for each row": (
            "l1_kl",
            lambda weight: weight * (np.arange(3) == np.arange(len(weight))[:, None] % 3),
        ),
        "equal weights": ("gaussian_nll", lambda weight: np.ones_like(weight)),
    }.values(),
)
def test_missing_values(
    tmp_path: Path, run_tool: RunTool, kind: str, change: Callable[[np.ndarray], np.ndarray]
) -> None:
    rows = random_rows(length=60, steps=4)
    rows.weight = change(rows.weight).astype(np.float32)
    rows.target = np.where(rows.weight > 0, rows.target, 0).astype(np.float32)
    check(tmp_path, run_tool, MODEL, {"loss": LOSS | {"kind": kind}, "task_weights": WEIGHTS}, rows)


def check(folder: Path, run_tool: RunTool, model: Section, train: Section, rows: Rows, epoch: int = 1) -> None:
    """The same steps in both programs: outputs, losses, task weights, gradients of the first step, final weights."""
    loss, optimizer_settings = train["loss"], copy.deepcopy(OPTIMIZER)
    rates = np.linspace(3e-4, 3e-3, rows.steps).tolist()
    request = train | {"optimizer": optimizer_settings}
    probe = run_probe(run_tool, folder, model, request, rows, rates, epoch)
    outputs = 2 if loss["kind"] == "gaussian_nll" else 1
    network = pytorch_network(resolved(run_tool, "model", model), rows, probe.initial, outputs)
    with torch.no_grad():  # the program shows this pass without the other strand
        first = run_network(copy.deepcopy(network), step_of(rows, 0), twice=False)[1]
    assert_equal("train_output", probe.train_output, first.flatten(1).numpy(), 1e-5)
    weighting = TaskWeights(train["task_weights"], rows.tasks, epoch)
    parameters = dict(network.named_parameters())
    if weighting.learned.requires_grad:
        parameters["task_log_variance"] = weighting.learned
    optimizer = pytorch_optimizer(parameters, optimizer_settings)

    for i, rate in enumerate(rates):
        step = step_of(rows, i)
        twice = loss["consistency"] > 0
        pooled, output, reverse = run_network(network, step, twice)
        each = element_loss(loss, output, step)
        t = weighting.now()
        total = (t * step.weight * each).sum() / (step.weight.sum() + 1e-8)
        if weighting.learned.requires_grad:
            total = total + weighting.learned.mean()
        if twice:
            total = total + loss["consistency"] * (output[..., 0] - reverse[..., 0]).abs().mean()
        if network.architecture["motifs"] == "auxiliary":
            assert step.motif_present is not None
            logits = network.motif_head(pooled)
            total = total + loss["motif_weight"] * F.binary_cross_entropy_with_logits(logits, step.motif_present)
        assert_equal(f"task weights of step {i}", probe.task_weights[i], t.detach().numpy(), 2e-4)
        weighting.see_residuals(output[..., 0], step)
        weighting.balance(of_each_task(each, step.weight), shared_weight(network), i)
        gradients = pytorch_step(optimizer, parameters, total, rate, optimizer_settings["clip"])
        assert probe.loss[i] == pytest.approx(total.item(), rel=1e-4, abs=1e-6), f"loss of step {i}"
        if i == 0:
            gradients.pop("task_log_variance", None)
            assert_gradients_equal(probe.gradient, gradients)
    final = {name: values.detach().numpy() for name, values in network.state_dict().items()}
    final = {name: values for name, values in final.items() if not name.endswith("num_batches_tracked")}
    assert_all_equal(probe.final, final, 1e-4, floor=1e-5)


def run_network(network: CreflowModel, step: Step, twice: bool) -> tuple[Tensor, Tensor, Tensor]:
    """Pooled features and (B, K, outputs) of the strand trained on, and the outputs of the other if asked."""
    b = len(step.x)
    times = 2 if twice else 1
    pooled = network.features(torch.cat([step.x, step.other_strand])[: times * b])
    scores = None if step.motif_score is None else step.motif_score.repeat(times, 1)
    output = network.read_out(pooled, scores, step.target_cell.repeat(times))
    return pooled[:b], output[:b], output[b:]
