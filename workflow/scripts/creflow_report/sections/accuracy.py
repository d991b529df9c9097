"""Accuracy: the measures of the base on the evaluated rows."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from creflow_workflow.problems import INTEGRITY, Problem
from matplotlib.axes import Axes

from ..inputs import Inputs, Json, text_of
from ..picture import Data, Picture
from ..style import COLORS, INK, MUTED, Layout, new_figure
from ..text import number

SCATTER = "eval/base/tables/scatter.tsv"
MANY_POINTS = 4000  # above this the points of a scatter panel are drawn as an image

Points = dict[str, list[tuple[float, float]]]  # measured and predicted activity of each row, by task


@dataclass
class Accuracy:
    """What the section shows."""

    metrics: Json
    points: Points


def read(inputs: Inputs) -> Accuracy:
    """The metrics and the points of the base; those of the other variants are verified like them."""
    metrics = {folder: inputs.json(f"{folder}/metrics.json") for folder in inputs.folders("eval")}
    return Accuracy(metrics["eval/base"], points(inputs.file(SCATTER)))


def points(file: Path) -> Points:
    """tables/scatter.tsv. No field is quoted there: an id may begin with a quotation mark."""
    header, *rows = (row.split("\t") for row in text_of(file).removesuffix("\n").split("\n"))
    found: Points = {}
    try:
        task, measured, predicted = map(header.index, ("task", "activity", "predicted"))
        for line, row in enumerate(rows, 2):
            if len(row) != len(header):
                raise Problem(f"{file}: line {line}: {len(row)} fields instead of {len(header)}", INTEGRITY)
            found.setdefault(row[task], []).append((float(row[measured]), float(row[predicted])))
    except ValueError as error:  # a column that is missing, a field that is no number
        raise Problem(f"{file}: {error}", INTEGRITY) from error
    return found


def scatter(accuracy: Accuracy, layout: Layout) -> Picture:
    """Predicted against measured activity of the evaluated rows, a panel a cell type."""
    metrics = accuracy.metrics
    tasks = metrics["tasks"]
    figure, panels = new_figure(layout, len(tasks), 2.45 if layout.columns > 1 else 3.2)
    for axes, task in zip(panels, tasks, strict=False):
        points = np.array(accuracy.points.get(task, [])).reshape(-1, 2)
        measured, predicted = points[np.isfinite(points).all(axis=1)].T
        _scatter_panel(axes, task, measured, predicted, metrics["per_task"][task])
    text = "; ".join(f"{task} r {number(metrics['per_task'][task]['pearson']['value'])}" for task in tasks)
    return Picture(
        figure,
        _reading(metrics),
        f"Predicted against measured activity of the {metrics['split']} rows. Line: y = x. Axes: 1st to 99th "
        "percentile of both; the few points beyond are drawn at the edge, lighter.",
        f"Scatter plots of predicted against measured activity: {text}.",
        [SCATTER],
        Data(
            ("task", "measured", "predicted"),
            [(task, *point) for task in tasks for point in accuracy.points.get(task, [])],
        ),
    )


def _reading(metrics: Json) -> str:
    correlations = {task: metrics["per_task"][task]["pearson"]["value"] for task in metrics["tasks"]}
    known = {task: r for task, r in correlations.items() if r is not None}
    if not known:
        return "No correlation is defined here."
    best, worst = max(known, key=known.__getitem__), min(known, key=known.__getitem__)
    text = f"Predictions follow the measurements best in {best} (r = {number(known[best])})"
    return f"{text}." if best == worst else f"{text} and least in {worst} ({number(known[worst])})."


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
