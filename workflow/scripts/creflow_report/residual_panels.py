"""The four panels of the figure of residuals, for one cell type each."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes

from .inputs import Json
from .marks import points, say
from .style import COLORS, INK, MANY_POINTS, MUTED
from .text import count

Pairs = list[tuple[float, float]]


@dataclass
class Errors:
    """Mean absolute errors by quintiles of something."""

    by: str  # "standard error"
    names: list[str]
    per_task: dict[str, list[Json]]  # an estimate a quintile

    @property
    def highest(self) -> float:
        """Where all panels end, so that the cell types can be compared."""
        ends = [one[key] for of_task in self.per_task.values() for one in of_task for key in ("value", "high")]
        return 1.05 * max((end for end in ends if end is not None), default=0.0) or 1.0


@dataclass
class OfTask:
    """What is drawn for a cell type."""

    name: str
    summary: Json  # of metrics.residuals
    histogram: list[tuple[float, float, int]]  # from, to, rows
    quantiles: Pairs  # standard normal quantile, residual
    rows: Pairs  # prediction, residual
    trend: Pairs  # the same, smoothed


def draw(panels: list[Axes], task: OfTask, errors: Errors | None, why: str) -> None:
    """All four; `why` there are no `errors` by quintile."""
    shape, normal, against, quintiles = panels
    shape.set_title(task.name)
    if task.summary["n"] == 0:
        for axes in panels:
            say(axes, "no measured row")
        return
    _histogram(shape, task)
    _normal(normal, task)
    _against(against, task)
    if errors is None:
        say(quintiles, why)
    else:
        _quintiles(quintiles, errors, task.name)
    for axes in panels:
        axes.tick_params(labelsize=7)
        axes.xaxis.label.set_size(8)
        axes.yaxis.label.set_size(8)


def _histogram(axes: Axes, task: OfTask) -> None:
    first, last, rows = (np.array(one, dtype=float) for one in zip(*task.histogram, strict=True))
    axes.stairs(rows, [*first, last[-1]], fill=True, color=COLORS[0])
    axes.axvline(0, color=MUTED, linewidth=1)
    axes.set(xlabel="residual", ylabel="rows")
    axes.text(0.03, 0.97, f"n = {count(task.summary['n'])}", transform=axes.transAxes, va="top", fontsize=7, color=INK)


def _normal(axes: Axes, task: OfTask) -> None:
    """Against the line on which they were if they were normal with this mean and SD."""
    normal, residual = np.array(task.quantiles).reshape(-1, 2).T
    if task.summary["sd"] is not None:
        axes.plot(normal, task.summary["mean"] + task.summary["sd"] * normal, color=MUTED, linewidth=1)
    axes.plot(normal, residual, ".", color=COLORS[0], markersize=2.5)
    axes.set(xlabel="normal quantile", ylabel="residual")


def _against(axes: Axes, task: OfTask) -> None:
    predicted, residual = np.array(task.rows).reshape(-1, 2).T
    axes.scatter(
        predicted, residual, s=3.5, linewidths=0, alpha=0.35, color=COLORS[0], rasterized=len(predicted) > MANY_POINTS
    )
    axes.axhline(0, color=MUTED, linewidth=1)
    axes.plot(*np.array(task.trend).reshape(-1, 2).T, color=COLORS[1], linewidth=1.6)
    axes.set(xlabel="predicted", ylabel="residual")


def _quintiles(axes: Axes, errors: Errors, task: str) -> None:
    places = range(len(errors.names))
    points(axes, places, errors.per_task[task], color=COLORS[0], marker="o")
    axes.set_xticks(places, errors.names)
    axes.set(
        xlabel=f"quintile of\n{errors.by}",
        ylabel="absolute error",
        xlim=(-0.5, len(places) - 0.5),
        ylim=(0, errors.highest),
    )
    axes.grid(axis="x", visible=False)
