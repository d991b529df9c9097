"""Picking elements: how many of the most active ones are among those that the network would pick."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes

from ..contents import OF_BASE, SCATTER
from ..inputs import Inputs, Json
from ..measures import OF_PICKING, Measure, skipped, undefined
from ..picture import Data, Picture
from ..style import COLORS, INK, MUTED, Layout, new_figure
from ..tables import points
from ..text import listed, number, percent
from ..top_overlap import top_shares, top_size

PERCENTS = range(1, 51)
OF_METRICS = (1, 5, 10)  # metrics.json has these, with intervals
FEWEST = 3  # rows of a task, below which nothing is said of it
TITLES = ("Top 1 %", "Top 5 %", "Top 10 %", "AUROC", "AUPRC")


@dataclass
class Active:
    """Elements of a task that count as active."""

    count: int
    share: float | None  # what chance gives as AUPRC


@dataclass
class Selection:
    """What the section shows."""

    metrics: Json
    measures: list[Measure]
    active_from: float
    active: dict[str, Active]  # by task
    shares: dict[str, list[float]]  # by task: of each k of PERCENTS; not there with too few rows
    remarks: list[str]


def read(inputs: Inputs) -> Selection:
    """The measures of the base, and the shares made of its points."""
    metrics = inputs.json(OF_BASE)
    active_from = inputs.manifests["eval/base"]["config"]["eval"]["active_from"]
    measures = [Measure(key, title) for key, title in zip(OF_PICKING, TITLES, strict=True)]
    found = inputs.once(SCATTER, points)
    active, shares = {}, {}
    for task in metrics["tasks"]:
        measured, predicted = np.array(found.get(task, [])).reshape(-1, 2).T
        count = int(np.count_nonzero(measured >= active_from))
        active[task] = Active(count, count / len(measured) if len(measured) else None)
        if len(measured) >= FEWEST:
            shares[task] = top_shares(measured, predicted, PERCENTS)
    remarks = undefined(metrics, measures) + skipped(metrics, measures)
    return Selection(metrics, measures, active_from, active, shares, remarks)


def enrichment(shown: Selection, layout: Layout) -> Picture:
    """The share of the top that is found by how much is picked, a panel a cell type."""
    metrics = shown.metrics
    tasks = metrics["tasks"]
    figure, panels = new_figure(layout, len(tasks), 2.5 if layout.columns > 1 else 2.8)
    for axes, task in zip(panels, tasks, strict=True):
        _panel(axes, task, shown.shares.get(task), metrics)
    handles, labels = panels[0].get_legend_handles_labels()
    figure.legend(handles, labels, loc="outside lower center", ncols=4 if layout.columns > 1 else 2)
    linear = " Crosses: those of the linear baseline." if metrics["baseline"] else ""
    return Picture(
        figure,
        _reading(metrics),
        f"Share of the k % most active {metrics['split']} elements that are among the k % predicted highest, by k. "
        "Dots: k = 1, 5, 10 with bootstrap intervals, which tend to lie below the value for so few elements."
        f"{linear} Dashed: what picking at random finds. n: elements.",
        f"Line charts of the share of the top found. {_description(metrics)}",
        [SCATTER, OF_BASE],
        Data(
            ("task", "percent", "elements", "share", "chance"),
            [
                (task, k, top, share, top / metrics["per_task"][task]["n"])
                for task in tasks
                for k, share in zip(PERCENTS, shown.shares.get(task, []), strict=False)
                for top in [top_size(metrics["per_task"][task]["n"], k)]
            ],
        ),
    )


def _panel(axes: Axes, task: str, shares: list[float] | None, metrics: Json) -> None:
    values = metrics["per_task"][task]
    axes.set(title=task, xlabel="most active, %", xlim=(0, PERCENTS[-1]), ylim=(0, 1.02))
    if axes.get_subplotspec().is_first_col():
        axes.set_ylabel("share found")
    n = values["n"]
    axes.text(0.97, 0.04, f"n = {n:,}", transform=axes.transAxes, ha="right", fontsize=8, color=INK)
    axes.plot([], [], color=COLORS[0], linewidth=1.8, label="network")
    if shares is None:
        axes.text(0.5, 0.5, "too few elements", transform=axes.transAxes, ha="center", color=MUTED)
    else:
        axes.plot(PERCENTS, shares, color=COLORS[0], linewidth=1.8)
        for k in OF_METRICS:
            one = values[f"top_{k}_share"]
            if one["low"] is not None:
                axes.plot([k, k], [one["low"], one["high"]], color=COLORS[0], linewidth=1.2)
            axes.plot(k, one["value"], "o", color=COLORS[0], markersize=4, clip_on=False)
        chance = [top_size(n, k) / n for k in PERCENTS]
        axes.plot(PERCENTS, chance, color=MUTED, linewidth=1.2, linestyle="--")
    axes.plot([], [], color=MUTED, linewidth=1.2, linestyle="--", label="chance")
    if metrics["baseline"]:
        found = [metrics["baseline"][f"top_{k}_share"][task] for k in OF_METRICS]
        heights = [np.nan if share is None else share for share in found]
        axes.plot(OF_METRICS, heights, "x", color=COLORS[1], markersize=6, clip_on=False, label="linear baseline")


def _reading(metrics: Json) -> str:
    shares = {task: metrics["per_task"][task]["top_10_share"]["value"] for task in metrics["tasks"]}
    known = {task: share for task, share in shares.items() if share is not None}
    if not known:
        return "No share of a top is defined here."
    low, high = min(known.values()), max(known.values())
    found = percent(low, 0) if percent(low, 0) == percent(high, 0) else f"{percent(low, 0)} to {percent(high, 0)}"
    unknown = [task for task in shares if task not in known]
    end = f" ({listed(unknown)} undefined)" if unknown else ""
    return (
        f"Of the 10 % most active elements, {found} are among the 10 % predicted highest, against 10 % by chance{end}."
    )


def _description(metrics: Json) -> str:
    texts = (f"{task} {number(metrics['per_task'][task]['top_10_share']['value'], 2)}" for task in metrics["tasks"])
    return f"Share of the top 10 % found: {'; '.join(texts)}."
