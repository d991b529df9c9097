"""creflow's networks against the same weights in python/creflow_torch.py: outputs, gradients, training."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import Any

import creflow_torch
import h5py
import numpy as np
import pytest
import torch
import torch.nn.functional as F
from creflow_torch import CreflowModel, load_model
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
from helpers.training import make_dataset, train

SMALL: dict[str, Section] = {
    "multiscale": {
        "stem_kernels": [5, 9],
        "stem_channels": 8,
        "stage1_channels": 12,
        "stage1_dilations": [1, 2],
        "stage2_channels": 16,
        "stage2_dilations": [1],
        "head_sizes": [8, 6],
        "head_dropouts": [0, 0],
        "stem_dropout": 0,
        "stage1_dropout": 0,
        "stage2_dropout": 0,
        "norm_groups": 4,
    },
    "resnet_dilated": {
        "channels": 8,
        "stem_kernel": 7,
        "blocks": 2,
        "block_kernel": 5,
        "dilated_dilations": [2, 4],
        "head_sizes": [8],
        "head_dropouts": [0],
        "stem_dropout": 0,
        "block_dropout": 0,
        "dilated_dropout": 0,
        "norm_groups": 4,
    },
    "malinois": {
        "channels": [8, 6, 6],
        "kernels": [9, 5, 3],
        "linear_size": 12,
        "head_sizes": [6, 5, 4],
        "linear_dropout": 0,
        "head_dropout": 0,
        "norm_groups": 2,
    },
    "legnet": {
        "stem_channels": 8,
        "stem_kernel": 7,
        "block_channels": [10, 12],
        "block_kernel": 5,
        "pools": [2, 2],
        "expansion": 2,
        "head_dropout": 0,
        "norm_groups": 2,
    },
}
CONTEXT = {"context": {"layers": 2, "width": 12, "heads": 2, "dropout": 0}}


def small(architecture: str, section: Section | None = None, **common: Any) -> Section:  # noqa: ANN401 - JSON
    """A section `model` of small widths without dropout."""
    base = {"architecture": architecture, "motif_dropout": 0, architecture: SMALL[architecture]}
    return merged(base, common | {architecture: section or {}})


def norm_cases() -> dict[str, tuple[Section, dict[str, int]]]:
    """Every norm on an architecture; between them every architecture gets every kind of norm of its outputs."""
    norms = ["none", "weight", "batch", "group", "layer", "weight+batch", "weight+group", "weight+layer"]
    cases = {}
    for i, norm in enumerate(norms):
        architectures = (
            list(SMALL) if norm in ("group", "weight+layer") else [list(SMALL)[i % 4], list(SMALL)[i // 2 % 4]]
        )
        for architecture in dict.fromkeys(architectures):
            cases[f"{architecture}-{norm}"] = (small(architecture, {"norm": norm}), {})
    return cases


CASES: dict[str, tuple[Section, dict[str, int]]] = {
    # name: (section model, keywords of random_rows)
    **{
        f"{name}-{tasks}x{length}": (small(name), {"tasks": tasks, "length": length})
        for name in SMALL
        for tasks in (1, 3)
        for length in (114, 200, 600)
    },
    "multiscale-sequential": (
        small("multiscale", {"stem": "sequential_dilated", "sequential_dilations": [1, 2, 4], "sequential_kernel": 5}),
        {},
    ),
    "multiscale-other-sizes": (
        small("multiscale", {"pool": 3, "block_kernel": 5, "expand_kernel": 1, "stage2_dilations": [1, 3]})
        | {"pooling": "max"},
        {"length": 200},
    ),
    "multiscale-bare": (
        small(
            "multiscale",
            {"pool": 1, "stem_kernels": [11], "stage1_dilations": [], "head_sizes": [], "negative_slope": 0},
        )
        | {"pooling": "mean"},
        {},
    ),
    "malinois-short": (small("malinois", {"pool_padding": 0, "head_sizes": [6]}), {}),
    "legnet-other-pools": (small("legnet", {"pools": [1, 3]}), {}),
    "heads-weight-norm": (small("multiscale", {"head_weight_norm": True}), {}),
    "heads-plain": (small("resnet_dilated", {"head_weight_norm": False}), {}),
    "pooling-attention": (small("resnet_dilated", pooling="attention"), {}),
    "pooling-flatten": (small("multiscale", pooling="flatten"), {}),
    "pooling-mean-max": (small("legnet", pooling="mean_max"), {}),
    "pooling-max": (small("malinois", pooling="max"), {"length": 200}),
    "context": (small("multiscale") | CONTEXT, {}),
    "context-odd-width": (small("legnet") | merged(CONTEXT, {"context": {"width": 9, "heads": 3, "layers": 1}}), {}),
    "motifs": (small("multiscale", motifs="concatenate"), {"motifs": 5}),
    "motifs-legnet": (small("legnet", motifs="concatenate"), {"motifs": 5}),
    "motifs-auxiliary": (small("resnet_dilated", motifs="auxiliary"), {"motifs": 5}),
    "target-cell": (small("malinois", target_cell=True), {"length": 200}),
    "target-cell-one-task": (small("multiscale", target_cell=True), {"tasks": 1}),
    "head-layer-norm": (small("multiscale", head_layer_norm=True), {}),
    "everything": (
        small("multiscale", pooling="attention", motifs="concatenate", target_cell=True, head_layer_norm=True)
        | CONTEXT,
        {"motifs": 4},
    ),
} | {
    # With ReLU's kink two trainings part as soon as rounding puts a value on its other side: on some processors at the
    # 14th of 20 steps.
    f"{architecture}-{activation}": (
        small(architecture, {"activation": activation, "negative_slope": 0.2}),
        {"steps": 10} if (architecture, activation) == ("resnet_dilated", "relu") else {},
    )
    for architecture, activation in zip(
        ["multiscale", "legnet", "malinois", "resnet_dilated", "multiscale", "malinois"],
        ["relu", "leaky_relu", "silu", "relu", "gelu", "gelu"],
        strict=True,
    )
}
CASES |= norm_cases()
CASES["multiscale-bare"][0]["multiscale"]["head_dropouts"] = []

TRAIN: Section = {
    "loss": {"kind": "huber", "delta": 1.0, "consistency": 0.0, "motif_weight": 0.5},
    "task_weights": {"kind": "equal"},
    "optimizer": OPTIMIZER,
}


def loss_of(network: CreflowModel, step: Step) -> tuple[torch.Tensor, torch.Tensor]:
    """Output (B, K) and loss with TRAIN."""
    pooled = network.features(step.x)
    output = network.read_out(pooled, step.motif_score, step.target_cell)[..., 0]
    each = F.huber_loss(output, step.target, reduction="none")
    loss = (step.weight * each).sum() / (step.weight.sum() + 1e-8)
    if network.architecture["motifs"] == "auxiliary":
        assert step.motif_present is not None
        loss = loss + 0.5 * F.binary_cross_entropy_with_logits(network.motif_head(pooled), step.motif_present)
    return output, loss


@pytest.mark.parametrize("name", CASES)
def test_outputs_gradients_and_training(tmp_path: Path, run_tool: RunTool, name: str) -> None:
    section, sizes = CASES[name]
    rows = random_rows(**sizes)
    rates = np.linspace(1e-4, 1e-3, rows.steps).tolist()
    probe = run_probe(run_tool, tmp_path, section, TRAIN, rows, rates)
    network = pytorch_network(resolved(run_tool, "model", section), rows, probe.initial)

    first = step_of(rows, 0)
    with torch.no_grad():
        predicted = network.eval()(first.x, first.motif_score, first.target_cell).numpy()
    assert_equal("forward", probe.forward, predicted, 1e-5)
    assert_equal("folded", probe.folded, predicted, 1e-5)

    network.train()
    parameters = dict(network.named_parameters())
    optimizer = pytorch_optimizer(parameters, OPTIMIZER)
    for i, rate in enumerate(rates):
        output, loss = loss_of(network, step_of(rows, i))
        gradients = pytorch_step(optimizer, parameters, loss, rate, OPTIMIZER["clip"])
        assert probe.loss[i] == pytest.approx(loss.item(), rel=1e-4), f"loss of step {i}"
        if i == 0:
            assert_equal("train_output", probe.train_output, output.detach().numpy(), 1e-5)
            assert_gradients_equal(probe.gradient, gradients)
    # The floor is for parameters that nothing depends on, as a bias in front of batch norm: Adam lets them drift by the
    # rounding of their zero gradients, by hundredths of the 0.011 that 20 steps can move a parameter at most.
    assert_all_equal(probe.final, numbers(network), 1e-4, floor=5e-5)


def numbers(network: CreflowModel) -> dict[str, np.ndarray]:
    """Parameters and buffers as model.h5 has them."""
    state = network.state_dict().items()
    return {name: values.numpy() for name, values in state if not name.endswith("num_batches_tracked")}


@pytest.mark.parametrize(
    ("architecture", "length", "expected"),
    [
        ("multiscale", 200, 3949571),
        ("malinois", 600, 4107183),
        ("legnet", 200, 1322979),
        ("resnet_dilated", 200, 6221958),
    ],
)
def test_default_networks(tmp_path: Path, run_tool: RunTool, architecture: str, length: int, expected: int) -> None:
    section = {"architecture": architecture}
    rows = random_rows(steps=1, batch=3, length=length)
    probe = run_probe(run_tool, tmp_path, section, TRAIN, rows, [1e-3])
    network = pytorch_network(resolved(run_tool, "model", section), rows, probe.initial).eval()
    counts = {name: parameter.numel() for name, parameter in network.named_parameters()}
    assert {name: probe.initial[name].size for name in counts} == counts
    assert sum(counts.values()) == expected
    with torch.no_grad():
        assert_equal("forward", probe.forward, network(step_of(rows, 0).x).numpy(), 1e-5)


TINY_TRAIN: Section = {"epochs": 3, "batch": 12, "precision": "fp32", "optimizer": {"learning_rate": 0.03}}
FILES: dict[str, tuple[Section, Section, dict[str, Any]]] = {
    # name: (section model, section train, keywords of make_dataset); dropout stays on
    "multiscale": (small("multiscale", {"stem_dropout": 0.1, "norm": "weight+batch"}), {}, {}),
    "multiscale-weight": (small("multiscale"), {}, {"tasks": ("K562",), "length": 37}),
    "multiscale-gaussian": (small("multiscale"), {"loss": {"kind": "gaussian_nll"}}, {}),
    "resnet_dilated": (small("resnet_dilated", pooling="attention", target_cell=True), {}, {}),
    "malinois": (small("malinois", head_layer_norm=True), {}, {"length": 120}),
    "malinois-construct": (
        small("malinois"),
        {},
        {"construct": {"upstream": "ACCTGGTTAA" * 2, "downstream": "GGATC", "reverse": "construct"}},
    ),
    "legnet": (small("legnet") | CONTEXT, {}, {"construct": {"upstream": "ACCTG", "downstream": "GG"}}),
}


@pytest.mark.parametrize("name", FILES)
def test_trained_models_predict_the_same(tmp_path: Path, run_tool: RunTool, name: str) -> None:
    section, training, data = FILES[name]
    dataset = make_dataset(tmp_path / "data", run_tool, rows=60, **data)
    train(run_tool, dataset, tmp_path / "model", {"model": section, "train": TINY_TRAIN | training})
    file = tmp_path / "model" / "model.h5"
    run_tool("cre-predict", "--dataset", dataset, "--model", file, "--out", tmp_path / "out", "--threads", 1)

    model = load_model(file)
    with h5py.File(dataset) as stored:
        inserts = ["".join("ACGTN"[code] for code in row) for row in stored["codes"][()]]
    forward = model.predict(inserts, both_strands=False).numpy()
    averaged = model.predict(inserts).numpy()
    with h5py.File(tmp_path / "out" / "predictions.h5") as stored:
        found = {part: stored[part][()] for part in ("forward", "reverse", "predicted")}
    assert np.ptp(forward, axis=0).min() > 1e-3, "constant predictions would prove nothing"
    for part, expected in (("forward", forward), ("reverse", 2 * averaged - forward), ("predicted", averaged)):
        np.testing.assert_allclose(found[part], expected, atol=1e-5, rtol=1e-5, err_msg=part)

    # The same strands by letters: each base by its complement, in reverse order.
    complement = str.maketrans("ACGT", "TGCA")
    ends = [model.construct[side] for side in ("upstream", "downstream")]
    if model.construct["reverse"] == "construct":
        flipped = [(ends[0] + insert + ends[1]).translate(complement)[::-1] for insert in inserts]
    else:
        flipped = [ends[0] + insert.translate(complement)[::-1] + ends[1] for insert in inserts]
    with torch.no_grad():
        reverse = model(creflow_torch.onehot(flipped)).numpy()
    mean, sd = np.array(model.scaler["mean"]), np.array(model.scaler["sd"])
    np.testing.assert_allclose(found["reverse"], reverse * (sd + 1e-8) + mean, atol=1e-5, rtol=1e-5)


def test_target_cell_of_the_dataset_is_unknown_without_a_column(tmp_path: Path, run_tool: RunTool) -> None:
    section, training, data = FILES["resnet_dilated"]
    dataset = make_dataset(tmp_path / "data", run_tool, rows=60, **data)
    train(run_tool, dataset, tmp_path / "model", {"model": section, "train": TINY_TRAIN | training})
    model = load_model(tmp_path / "model" / "model.h5")
    x = creflow_torch.onehot(["ACGTN" * 10] * 3)
    with torch.no_grad():
        cells = [model(x, target_cell=torch.tensor(cell)) for cell in ([0, 1, -1], [-1, -1, -1])]
        torch.testing.assert_close(cells[1], model(x))
    assert (cells[0][:2] != cells[1][:2]).any()
    torch.testing.assert_close(cells[0][2], cells[1][2])


def test_onehot_and_its_errors() -> None:
    x = creflow_torch.onehot(["ACGT", "nntg"])
    assert x.shape == (2, 4, 4)
    assert x[0].tolist() == np.eye(4).tolist()
    assert x[1].T.tolist() == [[0.25] * 4, [0.25] * 4, [0, 0, 0, 1], [0, 0, 1, 0]]
    assert creflow_torch.reverse_complement(x)[1].T.tolist() == [[0, 1, 0, 0], [1, 0, 0, 0], [0.25] * 4, [0.25] * 4]
    with pytest.raises(ValueError, match="'X' is none of A, C, G, T, N"):
        creflow_torch.onehot(["ACX"])
    with pytest.raises(ValueError, match=r"of lengths \[2, 3\]"):
        creflow_torch.onehot(["AC", "ACG"])


def test_arguments_of_a_network_in_pytorch(tmp_path: Path, run_tool: RunTool) -> None:
    section, sizes = CASES["everything"]
    rows: Rows = random_rows(**sizes)
    network = pytorch_network(resolved(run_tool, "model", section), rows, {}, strict=False).eval()
    step = step_of(rows, 0)
    with pytest.raises(ValueError, match="reads the scores of 4 motifs"):
        network(step.x)
    with pytest.raises(ValueError, match="a sequence has 3 bases; this network reads inserts of 114"):
        network.predict(["ACG"])
    assert step.motif_score is not None
    sequences, scores, network = ["ACGTTG" * 19] * 5, step.motif_score.float(), network.float()
    whole = network.predict(sequences, motifs=scores[:5], target_cell=step.target_cell[:5])
    parts = [
        network.predict(sequences[a:b], motifs=scores[a:b], target_cell=step.target_cell[a:b], batch=2)
        for a, b in itertools.pairwise([0, 3, 5])
    ]
    torch.testing.assert_close(whole, torch.cat(parts))
    (tmp_path / "other.h5").write_bytes(b"")
    with h5py.File(tmp_path / "other.h5", "w") as file:
        file.attrs["creflow_artifact"], file.attrs["schema_version"] = np.bytes_("dataset"), 1
    with pytest.raises(ValueError, match="holds 'dataset' of version 1, expected 'model' of version 3"):
        load_model(tmp_path / "other.h5")
