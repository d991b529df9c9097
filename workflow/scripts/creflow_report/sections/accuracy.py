"""Accuracy: the measures of the base on the evaluated rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import matplotlib
import numpy as np
from matplotlib.axes import Axes
from matplotlib.cm import ScalarMappable
from matplotlib.figure import Figure

from ..contents import OF_BASE, SCATTER
from ..density import density
from ..inputs import Inputs, Json
from ..measures import IN_TABLE_1, KNOWN, OF_PICKING, Measure, others, skipped, undefined
from ..picture import Data, Picture
from ..style import BOX, INK, MANY_POINTS, MUTED, Layout, as_image, new_figure
from ..tables import Points, points
from ..text import listed, number

DENSITY = matplotlib.colormaps["viridis"]  # rises in lightness, so it reads in grey and with every colour vision


@dataclass
class Accuracy:
    """What the section shows."""

    metrics: Json
    points: Points
    in_table_1: list[Measure]
    further: list[Measure]
    remarks: list[str]  # of values that are undefined, and of intervals with few resamples
    methods: str  # intervals of Table 1 that are no percentiles: "BCa and Fisher's z"; or nothing
    related_reading: str  # of rows with and without a neighbour in training; nothing where they are not known


def read(inputs: Inputs) -> Accuracy:
    """The metrics and the points of the base; those of the other variants are verified like them."""
    metrics = {folder: inputs.json(f"{folder}/metrics.json") for folder in inputs.folders("eval")}["eval/base"]
    further = others(metrics, (*IN_TABLE_1, *OF_PICKING))
    in_table_1 = [measure for measure in KNOWN if measure.key in IN_TABLE_1]
    shown = in_table_1 + further
    remarks = undefined(metrics, shown) + _without_ceiling(metrics) + skipped(metrics, shown)
    shown_points = inputs.once(SCATTER, points)
    return Accuracy(metrics, shown_points, in_table_1, further, remarks, _methods(metrics), _related(metrics))


def _without_ceiling(metrics: Json) -> list[str]:
    tasks_by: dict[str, list[str]] = {}
    for task in metrics["tasks"]:
        row = metrics["per_task"][task]
        if row["relative_pearson"] is None and "ceiling_why" in row:
            tasks_by.setdefault(row["ceiling_why"], []).append(task)
    return [f"No share of the noise ceiling for {listed(tasks)}: {why}." for why, tasks in tasks_by.items()]


def _related(metrics: Json) -> str:
    """What related rows do to the accuracy, in a sentence."""
    related = metrics["train_neighbours"]
    if not related:
        return ""
    rows = f"{related['with']['rows']:,} of {metrics['rows']:,} {metrics['split']} rows resemble a training row"
    delta = related["delta"]["macro"] if related["delta"] else None
    if delta is None or delta["value"] is None:
        return f"{rows}; what they are worth is not known: {related.get('why', 'a correlation is undefined')}."
    low, high = delta["low"], delta["high"]
    if low is None or high is None or low <= 0 <= high:
        return f"{rows}; whether they are predicted better than the others cannot be told from so many."
    word = "better" if low > 0 else "worse"
    all_rows, without = metrics["macro"]["pearson"]["value"], related["without"]["pearson"]["macro"]["value"]
    return (
        f"{rows}, and they are predicted {word} than the others: without them, the mean r is {number(without)} "
        f"and not {number(all_rows)}."
    )


def _methods(metrics: Json) -> str:
    """In words for those who know percentile intervals only."""
    rows = (*metrics["per_task"].values(), metrics["macro"])
    used = {row[key]["method"] for row in rows for key in IN_TABLE_1}
    return listed([words for name, words in (("bca", "BCa"), ("fisher_z", "Fisher’s z")) if name in used] or [""])


def scatter(accuracy: Accuracy, layout: Layout) -> Picture:
    """Predicted against measured activity of the evaluated rows, a panel a cell type."""
    metrics = accuracy.metrics
    tasks = metrics["tasks"]
    figure, panels = new_figure(layout, len(tasks), 2.85 if layout.columns > 1 else 3.2)
    for axes, task in zip(panels, tasks, strict=True):
        points = np.array(accuracy.points.get(task, [])).reshape(-1, 2)
        measured, predicted = points[np.isfinite(points).all(axis=1)].T
        _scatter_panel(axes, task, measured, predicted, metrics["per_task"][task])
    _density_scale(figure, panels)
    text = "; ".join(f"{task} r {number(metrics['per_task'][task]['pearson']['value'])}" for task in tasks)
    return Picture(
        figure,
        _reading(metrics),
        f"Predicted against measured activity of the {metrics['split']} rows. Colour: how many points are near, from "
        "few (dark violet) to the most in the panel (yellow). Line: y = x. Axes: 1st to 99th percentile of both; the "
        "few points beyond are drawn at the edge, lighter. r: Pearson, ρ: Spearman, MAE: mean absolute error, log2 "
        "fold change, n: elements." + as_image(max(map(len, accuracy.points.values()), default=0)),
        f"Scatter plots of predicted against measured activity, coloured by density: {text}.",
        [SCATTER, OF_BASE],
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
    unknown = [task for task in correlations if task not in known]
    end = f"; that of {listed(unknown)} is undefined." if unknown else "."
    best, worst = max(known, key=known.__getitem__), min(known, key=known.__getitem__)
    if len(known) == 1:
        return f"Predictions and measurements of {best} correlate with r = {number(known[best])}{end}"
    text = f"Predictions follow the measurements best in {best} (r = {number(known[best])})"
    return f"{text} and least in {worst} ({number(known[worst])}){end}"


def _scatter_panel(axes: Axes, task: str, measured: np.ndarray, predicted: np.ndarray, values: Json) -> None:
    both = np.concatenate([measured, predicted])
    low, high = np.percentile(both, [1, 99]) if both.size else (0.0, 1.0)
    margin = 0.04 * max(high - low, 1e-9)
    low, high = low - margin, high + margin
    outside = (measured < low) | (measured > high) | (predicted < low) | (predicted > high)
    style: dict[str, Any] = {"s": 7, "linewidths": 0, "rasterized": len(measured) > MANY_POINTS}
    axes.plot([low, high], [low, high], color=MUTED, linewidth=1)
    x, y = np.clip(measured[outside], low, high), np.clip(predicted[outside], low, high)
    axes.scatter(x, y, alpha=0.2, clip_on=False, color=DENSITY(0.0), **style)
    x, y = measured[~outside], predicted[~outside]
    near = density(x, y, low, high)
    order = np.argsort(near, kind="stable")  # the densest on top
    axes.scatter(x[order], y[order], c=near[order], cmap=DENSITY, vmin=0, vmax=1, alpha=0.8, **style)
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
              bbox=BOX)  # fmt: skip


def _density_scale(figure: Figure, panels: list[Axes]) -> None:
    """One for all panels, because each is relative to its own densest place."""
    bar = figure.colorbar(
        ScalarMappable(cmap=DENSITY), ax=panels, location="bottom", shrink=0.4, aspect=30, pad=0.04, ticks=[0, 1]
    )
    bar.set_ticklabels(["few", "most"])
    bar.set_label("points nearby", fontsize=8, labelpad=-8)
    bar.outline.set_visible(False)
