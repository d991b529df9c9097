"""Prediction intervals: do they cover as many of the evaluated measurements as they promise?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import PercentFormatter

from ..contents import OF_BASE
from ..inputs import Inputs, Json
from ..marks import mark, points, shifts
from ..phrases import between, cells
from ..picture import Data, Picture, undrawn
from ..style import INK, Layout, new_figure
from ..text import count, number, percent

KINDS = {"min_gap": "measured MinGap", "gc": "GC content", "activity": "measured activity"}


@dataclass
class Covered:
    """The intervals of a cell type in some of the rows."""

    task: str
    share: Json  # value, low, high, n, mean_width

    def verdict(self, promise: float | None) -> str:
        """Whether the promise is within the interval of the share."""
        low, high = self.share["low"], self.share["high"]
        if promise is None or low is None or high is None:
            return ""
        return "fewer" if high < promise else "more" if low > promise else "as promised"


@dataclass
class Group:
    """All rows, or those of one quintile."""

    name: str
    covered: list[Covered]  # of each cell type


@dataclass
class Coverage:
    """What the section shows."""

    metrics: Json
    why: str  # there are no intervals; "" when there are
    promise: float | None  # 1 - alpha
    overall: Group | None
    by: dict[str, list[Group]]  # quintiles by what divides the rows
    absent: list[tuple[str, str]]  # by what they cannot be divided, and why


def read(inputs: Inputs) -> Coverage:
    """The metrics of the base."""
    metrics = inputs.json(OF_BASE)
    found = metrics["prediction_intervals"]
    if found is None:
        return Coverage(metrics, metrics["why"]["prediction_intervals"], None, None, {}, [])
    tasks, strata = metrics["tasks"], metrics["strata"]
    by = {
        KINDS.get(kind, kind): [Group(name, _covered(of_tasks, tasks)) for name, of_tasks in groups.items()]
        for kind, groups in (found["strata"] or {}).items()
    }
    absent = [(title, strata[kind]["why"]) for kind, title in KINDS.items() if not strata[kind]["strata"]]
    promise = None if found["alpha"] is None else 1 - found["alpha"]
    return Coverage(metrics, "", promise, Group("all", _covered(found["per_task"], tasks)), by, absent)


def _covered(of_tasks: Json, tasks: Sequence[str]) -> list[Covered]:
    return [Covered(task, of_tasks[task]) for task in tasks]


def coverage(shown: Coverage, layout: Layout) -> Picture:
    """The share of measurements within their intervals: of all rows, and by quintiles."""
    columns = ("by", "stratum", "task", "n", "covered", "low", "high", "mean_width")
    if shown.overall is None:
        return undrawn(layout, f"There are no prediction intervals: {shown.why}.", [OF_BASE], columns)
    figure, panels = new_figure(layout, 1 + len(shown.by), 2.3, columns=2)
    _overall(panels[0], shown.overall)
    for axes, (by, groups) in zip(panels[1:], shown.by.items(), strict=True):
        _quintiles(axes, by, groups)
    groups = [("all", shown.overall), *((by, group) for by, groups in shown.by.items() for group in groups)]
    _same_limits(panels, [group for _, group in groups], shown.promise)
    tasks = shown.metrics["tasks"]
    if len(tasks) > 1:
        handles, labels = panels[0].get_legend_handles_labels()
        room = max(1, int(layout.width / (0.6 + 0.065 * max(map(len, tasks)))))
        figure.legend(handles, labels, loc="outside lower center", ncols=min(len(tasks), room))
    texts = (f"{one.task} {percent(one.share['value'])}" for one in shown.overall.covered)
    return Picture(
        figure,
        _reading(shown),
        f"Share of the measured {shown.metrics['split']} rows within their prediction intervals, with "
        f"{percent(shown.metrics['bootstrap']['confidence'], 0)} Wilson intervals; dashed: promised, over all rows and "
        "not in every quintile. Below all rows: mean width of the intervals, log2 fold change.",
        f"Shares of measurements within their prediction intervals, of all rows: {', '.join(texts)}.",
        [OF_BASE],
        Data(
            columns,
            [
                (by, group.name, one.task, *(one.share[key] for key in ("n", "value", "low", "high", "mean_width")))
                for by, group in groups
                for one in group.covered
            ],
        ),
    )


def _overall(axes: Axes, group: Group) -> None:
    for place, one in enumerate(group.covered):
        points(axes, [place], [one.share], label=one.task, **mark(place))
    names, few = [one.task for one in group.covered], len(group.covered) < 5
    labels = [f"{'width ' * few}{number(one.share['mean_width'], 2)}" for one in group.covered]
    if len(names) * max(map(len, names)) <= 32:  # longer ones are in the legend only
        labels = [f"{name}\n{width}" for name, width in zip(names, labels, strict=True)]
    axes.set_xticks(range(len(names)), labels)
    axes.set(title="All rows", xlim=(-0.6, len(names) - 0.4))
    axes.set_xlabel(f"{'mean width; ' * (not few)}n = {_counts([group])}")


def _quintiles(axes: Axes, by: str, groups: list[Group]) -> None:
    for place, shift in enumerate(shifts(len(groups[0].covered))):
        found = [group.covered[place].share for group in groups]
        points(axes, [number + shift for number in range(len(groups))], found, **mark(place))
    axes.set_xticks(range(len(groups)), [group.name for group in groups])
    axes.set(title=f"By {by}", xlim=(-0.5, len(groups) - 0.5), xlabel=f"quintile, n = {_counts(groups)} each")


def _counts(groups: list[Group]) -> str:
    return between([count(n) for n in sorted(one.share["n"] for group in groups for one in group.covered)])


def _same_limits(panels: list[Axes], groups: list[Group], promise: float | None) -> None:
    ends = [one.share[key] for group in groups for one in group.covered for key in ("low", "value", "high")]
    ends = np.array([*ends, promise], dtype=float)
    low, high = (np.nanmin(ends), np.nanmax(ends)) if np.isfinite(ends).any() else (0.0, 1.0)
    margin = 0.05 * max(high - low, 0.02)
    for axes in panels:
        if promise is not None:
            axes.axhline(promise, color=INK, linewidth=1, linestyle="--", zorder=1.5)
        axes.set_ylim(low - margin, min(high + margin, 1.0 + margin))
        axes.yaxis.set_major_formatter(PercentFormatter(1.0, decimals=0, symbol=" %"))
        axes.grid(axis="x", visible=False)
        if axes.get_subplotspec().is_first_col():
            axes.set_ylabel("covered")


def _reading(shown: Coverage) -> str:
    assert shown.overall is not None
    known = [one for one in shown.overall.covered if one.share["value"] is not None]
    if not known:
        return "No row has an interval and a measurement."
    shares = between([percent(value) for value in sorted(one.share["value"] for one in known)])
    if shown.promise is None:
        text = f"The intervals cover {shares} of the rows"
    else:
        text = f"The intervals cover {shares} of the rows for the {percent(shown.promise, 0)} that they promise"
        for word in ("fewer", "more"):
            if found := [one.task for one in known if one.verdict(shown.promise) == word]:
                text += f", {word} than by chance in {cells(found, shown.metrics['tasks'])}"
    worst = min(
        (
            (one.share["value"], f"{group.name} of {by} in {one.task}")
            for by, groups in shown.by.items()
            for group in groups
            for one in group.covered
            if one.share["value"] is not None
        ),
        default=None,
    )
    return f"{text}; fewest in {worst[1]}, {percent(worst[0])}." if worst else f"{text}."
