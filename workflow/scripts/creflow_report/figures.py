"""The figures of the report; each takes plain numbers and returns a Figure with the text that stands in for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from .ablation import Group
from .forest import forest
from .sources import Json, Sources, Training
from .style import COLORS, INK, LIGHT, MUTED, new_figure
from .text import number

MANY_POINTS = 4000  # above this the points of a scatter panel are drawn as an image


@dataclass
class Picture:
    """A figure, its file name without ending, its caption, and its description for those who cannot see it."""

    name: str
    figure: Figure
    caption: str
    alt: str


def pictures(sources: Sources, groups: list[Group]) -> list[Picture]:
    """All figures of the report in order; `groups` are the variants of its ablation, if any."""
    made = [qc_funnel(sources.qc), learning_curves(sources.training), scatter(sources)]
    if sources.ablation and groups:
        made.append(Picture("ablation", *forest(sources.ablation, groups)))
    return made


def qc_funnel(qc: Json) -> Picture:
    """Rows rejected by each rule: in order, and if the rule stood alone."""
    rules = [rule for rule in qc["rules"] if rule["active"]]
    figure, (axes,) = new_figure(7.2, 0.9 + 0.33 * len(rules), 1, 1)
    rows = np.arange(len(rules))
    alone = [rule["alone"] for rule in rules]
    sequential = [rule["sequential"] for rule in rules]
    axes.barh(rows, alone, height=0.72, color=LIGHT, label="the rule alone")
    axes.barh(rows, sequential, height=0.36, color=COLORS[0], label="in order")
    for row, (first, second) in enumerate(zip(sequential, alone, strict=True)):
        label = f"{first:,}" if first == second else f"{first:,} / {second:,}"
        axes.annotate(label, (max(first, second), row), (4, 0), textcoords="offset points", va="center", fontsize=8)
    axes.set_yticks(rows, [rule["title"] for rule in rules])
    axes.invert_yaxis()
    axes.grid(axis="y", visible=False)
    axes.margins(x=0.12)
    axes.set_xlabel("rejected rows")
    axes.legend(loc="lower right", bbox_to_anchor=(1, 1), ncols=2)
    text = ", ".join(f"{rule['title']} {rule['sequential']:,}" for rule in rules)
    return Picture(
        "qc_funnel",
        figure,
        "Rows rejected by each quality rule. Dark: in the order of the rules, each row counted once. "
        "Light: by the rule alone.",
        f"Bar chart of rejected rows: {text}.",
    )


def learning_curves(training: Sequence[Training]) -> Picture:
    """Loss of the base, and validation Pearson of every variant, by epoch."""
    figure, (loss, pearson) = new_figure(7.2, 2.9, 1, 2)
    variants = list(dict.fromkeys(run.variant for run in training))
    # A colour each while there are enough of them; in a large grid the base stands out before all others.
    few = len(variants) <= len(COLORS)
    color = dict(zip(variants, COLORS, strict=False)) if few else dict.fromkeys(variants, LIGHT) | {"base": COLORS[0]}
    labelled: set[str] = set()
    for run in sorted(training, key=lambda one: not few and one.variant == "base"):
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
        for run in training
    )
    return Picture(
        "learning_curves",
        figure,
        "Learning curves. Left: training and validation loss of the base. Right: mean validation Pearson correlation "
        "of every network; dots mark the epoch whose weights are used.",
        f"Line charts of loss and validation Pearson by epoch. Best validation Pearson: {ends}.",
    )


def scatter(sources: Sources) -> Picture:
    """Predicted against measured activity of the evaluated rows, a panel a cell type."""
    metrics = sources.metrics
    tasks = metrics["tasks"]
    columns = min(3, len(tasks))
    rows = -(-len(tasks) // columns)
    figure, panels = new_figure(7.2, 0.35 + 2.45 * rows, rows, columns)
    for axes, task in zip(panels, tasks, strict=False):
        points = np.array(sources.scatter.get(task, [])).reshape(-1, 2)
        measured, predicted = points[np.isfinite(points).all(axis=1)].T
        _scatter_panel(axes, task, measured, predicted, metrics["per_task"][task])
    for axes in panels[len(tasks) :]:
        axes.set_visible(False)
    text = "; ".join(f"{task} r {number(metrics['per_task'][task]['pearson']['value'])}" for task in tasks)
    return Picture(
        "scatter",
        figure,
        f"Predicted against measured activity of the {metrics['split']} rows. Line: y = x. Axes: 1st to 99th "
        "percentile of both; the few points beyond are drawn at the edge, lighter.",
        f"Scatter plots of predicted against measured activity: {text}.",
    )


def _scatter_panel(axes: Axes, task: str, measured: np.ndarray, predicted: np.ndarray, values: Json) -> None:
    both = np.concatenate([measured, predicted])
    low, high = np.percentile(both, [1, 99]) if both.size else (0.0, 1.0)
    margin = 0.04 * max(high - low, 1e-9)
    low, high = low - margin, high + margin
    outside = (measured < low) | (measured > high) | (predicted < low) | (predicted > high)
    style: dict[str, Any] = {"s": 9, "linewidths": 0, "color": COLORS[0], "rasterized": len(measured) > MANY_POINTS}
    x, y = np.clip(measured, low, high), np.clip(predicted, low, high)
    axes.plot([low, high], [low, high], color=MUTED, linewidth=1)
    axes.scatter(x[~outside], y[~outside], alpha=0.45, **style)
    axes.scatter(x[outside], y[outside], alpha=0.2, clip_on=False, **style)
    axes.set(xlim=(low, high), ylim=(low, high), xlabel="measured, log2 fold change", title=task, aspect="equal")
    if axes.get_subplotspec().is_first_col():
        axes.set_ylabel("predicted")
    lines = (
        f"r = {number(values['pearson']['value'], 2)}",
        f"ρ = {number(values['spearman']['value'], 2)}",
        f"MAE = {number(values['mae']['value'], 2)}",
        f"n = {values['n']:,}",
    )
    axes.text(0.04, 0.97, "\n".join(lines), transform=axes.transAxes, va="top", fontsize=8, color=INK,
              bbox={"facecolor": "white", "alpha": 0.8, "linewidth": 0, "pad": 1.5})  # fmt: skip


def _series(run: Training, key: str) -> list[float]:
    return [_or_nan(epoch.get(key)) for epoch in run.epochs]


def _or_nan(value: float | None) -> float:
    """An undefined statistic as a point that is not drawn."""
    return np.nan if value is None else value


def _line(axes: Axes, x: Sequence[int], y: Sequence[float], color: str, label: str | None, linestyle: str) -> None:
    axes.plot(x, y, color=color, label=label, linestyle=linestyle, linewidth=1.6, marker="." if len(x) < 3 else None)
