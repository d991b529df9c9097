"""The figure of pairs of cells: are differences between them predicted, or only what they share?"""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes

from .contents import OF_BASE
from .inputs import Json
from .picture import Data, Picture, Value, undrawn
from .style import COLORS, INK, Layout, new_figure
from .text import interval, number

FILES = [OF_BASE]
ROW = 0.3  # inches
CLOSE = 0.05  # correlations that differ by less are called alike
COLUMNS = ("cell", "other", "n", "pearson", "low", "high", "spearman", "pearson_cell", "pearson_other")


def draw(metrics: Json, layout: Layout) -> Picture:
    """Says why where there is one cell only."""
    pairs = metrics["specificity"]["pairs"]
    if not pairs:
        why = f"There are no differences between cell types: {metrics['specificity']['why']}."
        return undrawn(layout, why, FILES, COLUMNS)
    figure, (axes,) = new_figure(layout, 1, 0.95 + ROW * len(pairs))
    for at, pair in enumerate(pairs):
        _row(axes, at, pair, metrics)
    axes.set_yticks(
        range(len(pairs)), [f"{' − '.join(pair['cells'])}\nn = {pair['n']:,}" for pair in pairs], fontsize=8
    )
    if all(np.isnan(line.get_xdata()).all() for line in axes.get_lines()):
        axes.set_xlim(0, 1)
    axes.set_ylim(len(pairs) - 0.5, -0.6)
    axes.set_xlabel("Pearson")
    axes.grid(axis="y", visible=False)
    figure.legend(*axes.get_legend_handles_labels(), loc="outside upper left", ncols=3 if layout.columns > 1 else 1)
    texts = "; ".join(
        f"{' minus '.join(pair['cells'])} {number(pair['pearson']['value'])} {interval(pair['pearson'])}".strip()
        for pair in pairs
    )
    return Picture(
        figure,
        _reading(metrics),
        f"For each two cell types the Pearson correlation of measured and predicted differences in activity, with its "
        f"bootstrap interval, beside the correlations in each of the two alone ({metrics['split']} rows). Correlations "
        "cell by cell can be high from what all cells share; those of differences cannot.",
        f"Dot chart of the correlations of differences: {texts}.",
        FILES,
        Data(COLUMNS, [_values(pair, metrics) for pair in pairs]),
    )


def _single(metrics: Json, task: str) -> float | None:
    return metrics["per_task"][task]["pearson"]["value"]


def _values(pair: Json, metrics: Json) -> tuple[Value, ...]:
    r = pair["pearson"]
    single = (_single(metrics, task) for task in pair["cells"])
    return (*pair["cells"], pair["n"], r["value"], r["low"], r["high"], pair["spearman"], *single)


def _row(axes: Axes, at: int, pair: Json, metrics: Json) -> None:
    """The difference as a filled dot; the cells alone as hollow ones of two shapes."""
    first = at == 0
    r = pair["pearson"]
    if r["low"] is not None:
        axes.plot([r["low"], r["high"]], [at, at], color=COLORS[0], linewidth=1.8)
    if r["value"] is None:
        axes.annotate("difference undefined", (0.02, at), xycoords=("axes fraction", "data"), va="center", fontsize=7)
    axes.plot(
        *_point(r["value"], at),
        "o",
        color=COLORS[0],
        markersize=6,
        label="difference, with interval" if first else None,
    )
    for task, marker, color, side in zip(pair["cells"], "s^", (COLORS[1], INK), ("first", "second"), strict=True):
        axes.plot(
            *_point(_single(metrics, task), at), marker, color=color, markerfacecolor="none", markersize=6,
            linestyle="none", label=f"{side} cell type alone" if first else None,
        )  # fmt: skip


def _point(value: float | None, at: int) -> tuple[list[float], list[int]]:
    return [float("nan") if value is None else value], [at]


def _reading(metrics: Json) -> str:
    differences = [pair["pearson"]["value"] for pair in metrics["specificity"]["pairs"]]
    singles = [_single(metrics, task) for task in metrics["tasks"]]
    known = [r for r in differences if r is not None], [r for r in singles if r is not None]
    if not all(known):
        return "Correlations of differences, or those of the cell types alone, are undefined here."
    means = [sum(values) / len(values) for values in known]
    change = means[0] - means[1]
    word = "about as well as" if abs(change) < CLOSE else "less well than" if change < 0 else "better than"
    ranges = [
        number(values[0]) if len(values) == 1 else f"{number(min(values))} to {number(max(values))}" for values in known
    ]
    return (
        f"Differences between cell types are predicted {word} activities: mean r {number(means[0])} ({ranges[0]}), "
        f"against {number(means[1])} ({ranges[1]}) in single cell types."
    )
