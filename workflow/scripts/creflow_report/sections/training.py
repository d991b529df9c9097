"""Training: what each network learnt, epoch by epoch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes

from ..inputs import Inputs, Json
from ..picture import Data, Picture
from ..style import COLORS, LIGHT, Layout, new_figure
from ..text import number


@dataclass
class Network:
    """One trained network."""

    name: str  # "base/seed1337"
    summary: Json  # training.json
    epochs: list[Json]  # history.jsonl

    @property
    def variant(self) -> str:
        """ "base" of "base/seed1337"."""
        return self.name.split("/")[0]


@dataclass
class Training:
    """What the section shows."""

    networks: list[Network]


def read(inputs: Inputs) -> Training:
    """Every network of the run."""
    networks = []
    for folder in inputs.folders("train"):
        epochs = inputs.json_lines(f"{folder}/history.jsonl")
        summary = inputs.varying_json(f"{folder}/training.json")
        networks.append(Network(folder.partition("/")[2], summary, epochs))
    return Training(networks)


def learning_curves(training: Training, layout: Layout) -> Picture:
    """Loss of the base, and validation Pearson of every variant, by epoch."""
    figure, (loss, pearson) = new_figure(layout, 2, 2.6, columns=2)
    variants = list(dict.fromkeys(run.variant for run in training.networks))
    # A colour each while there are enough of them; in a large grid the base stands out before all others.
    few = len(variants) <= len(COLORS)
    color = dict(zip(variants, COLORS, strict=False)) if few else dict.fromkeys(variants, LIGHT) | {"base": COLORS[0]}
    labelled: set[str] = set()
    for run in sorted(training.networks, key=lambda one: not few and one.variant == "base"):
        epochs = [epoch["epoch"] for epoch in run.epochs]
        if run.variant == "base":
            first = "base" not in labelled
            _line(loss, epochs, _series(run, "train_loss"), COLORS[0], "training" if first else None, "-")
            _line(loss, epochs, _series(run, "val_loss"), COLORS[1], "validation" if first else None, "--")
        name = run.variant if few or run.variant == "base" else f"{len(variants) - 1} variants"
        _line(
            pearson,
            epochs,
            _series(run, "val_pearson_mean"),
            color[run.variant],
            name if name not in labelled else None,
            "-",
        )
        labelled.add(name)
        best = run.summary["best"]
        pearson.plot(best["epoch"], _or_nan(best["val_pearson_mean"]), "o", color=color[run.variant], markersize=4)
    loss.set(title="Loss (base)", xlabel="epoch")
    pearson.set(title="Validation Pearson", xlabel="epoch")
    for axes in (loss, pearson):
        axes.legend()
    ends = ", ".join(
        f"{run.name} {number(run.summary['best']['val_pearson_mean'])} in epoch {run.summary['best']['epoch']}"
        for run in training.networks
    )
    return Picture(
        figure,
        _reading(training),
        "Learning curves. Left: training and validation loss of the base. Right: mean validation Pearson correlation "
        "of every network; dots mark the epoch whose weights are used.",
        f"Line charts of loss and validation Pearson by epoch. Best validation Pearson: {ends}.",
        [f"train/{run.name}/history.jsonl" for run in training.networks],
        Data(
            ("network", "epoch", "train_loss", "val_loss", "val_pearson_mean"),
            [
                (run.name, *(epoch.get(key) for key in ("epoch", "train_loss", "val_loss", "val_pearson_mean")))
                for run in training.networks
                for epoch in run.epochs
            ],
        ),
    )


def _reading(training: Training) -> str:
    base = next((run for run in training.networks if run.variant == "base"), training.networks[0])
    best = base.summary["best"]
    return (
        f"The base reached its best validation Pearson of {number(best['val_pearson_mean'])} in epoch {best['epoch']} "
        f"of {base.summary['epochs_run']}."
    )


def _series(run: Network, key: str) -> list[float]:
    return [_or_nan(epoch.get(key)) for epoch in run.epochs]


def _or_nan(value: float | None) -> float:
    """An undefined statistic as a point that is not drawn."""
    return np.nan if value is None else value


def _line(axes: Axes, x: Sequence[int], y: Sequence[float], color: str, label: str | None, linestyle: str) -> None:
    axes.plot(x, y, color=color, label=label, linestyle=linestyle, linewidth=1.6, marker="." if len(x) < 3 else None)
