"""Do the splits look alike: distributions of what was measured, and their distances."""

from __future__ import annotations

import math
from dataclasses import dataclass

from matplotlib.axes import Axes

from .contents import OF_SPLIT
from .distributions import beyond, bins_together, legend_above, number_of, panel_height, table
from .distributions import shares as shares_of_bins
from .inputs import Json
from .picture import Data, Picture, undrawn
from .style import COLORS, LIGHT, Layout, new_figure
from .text import count, number

KINDS = {"activity": "activity", "standard_error": "standard error", "min_gap": "MinGap"}
CHANCE = 1.358  # 95th percentile of Kolmogorov's distribution


@dataclass
class Panel:
    """One distribution."""

    kind: str
    task: str  # none for the minimum gap
    histogram: Json
    distances: dict[str, float | None]  # from train, by split

    @property
    def name(self) -> str:
        """As a sentence says it."""
        return f"{KINDS[self.kind]} in {self.task}" if self.task else f"the {KINDS[self.kind]}"


def distributions(split: Json, splits: list[str], tasks: list[str], layout: Layout) -> Picture:
    """Panels: activity of each task, standard errors of those that have them, the minimum gap where there is one."""
    panels = _panels(split, splits, tasks)
    keys = ("of", "task")
    if not panels:
        return undrawn(layout, "No split has a value to show.", [OF_SPLIT], (*keys, "from", "to", *splits))
    height = panel_height(layout) + 0.12
    figure, found = new_figure(layout, len(panels), height, columns=len(tasks) if 2 <= len(tasks) <= 4 else 3)
    for axes, panel in zip(found, panels, strict=True):
        _draw(axes, panel, splits)
    missing = [KINDS[kind] for kind in KINDS if not any(panel.kind == kind for panel in panels)]
    without = ", ".join(f"no {word}" for word in missing)
    told = "; ".join(f"{panel.name} {_distances(panel)}" for panel in panels)
    return Picture(
        figure,
        _reading(panels),
        "Share of the rows of each split by bin (log2 fold change), and the Kolmogorov-Smirnov distance (KS) of the "
        "other splits from train: the largest difference between the shares of rows below any value, 0 for equal "
        f"distributions and 1 for such that do not overlap.{f' The table has {without}.' if missing else ''}",
        f"Histograms by split; Kolmogorov-Smirnov distances from train: {told}.",
        [OF_SPLIT],
        _data(panels, keys, splits),
    )


def _panels(split: Json, splits: list[str], tasks: list[str]) -> list[Panel]:
    panels = []
    for kind in ("activity", "standard_error"):
        for task in tasks:
            if histogram := split["histograms"]["tasks"][task][kind]:
                distances = split["ks"][task] if kind == "activity" else split["ks"][task][kind]
                panels.append(Panel(kind, task, histogram, _from_train(distances, splits)))
    if histogram := split["histograms"]["min_gap"]:
        panels.append(Panel("min_gap", "", histogram, _from_train(split["min_gap_ks"], splits)))
    return panels


def _from_train(distances: Json, splits: list[str]) -> dict[str, float | None]:
    return {name: distances[f"train_{name}"] for name in splits if name != "train"}


def _draw(axes: Axes, panel: Panel, splits: list[str]) -> None:
    together = bins_together(panel.histogram, tuple(splits))
    edges = panel.histogram["edges"][::together]
    styles = {"train": {"fill": True, "color": LIGHT}, "val": {"color": COLORS[1], "linestyle": (0, (3, 1.5))},
              "test": {"color": COLORS[0]}}  # fmt: skip
    for name in splits:
        label = f"{name}, n = {count(number_of(panel.histogram, name))}"
        distance = panel.distances.get(name)
        if name != "train":
            label += f", KS {number(distance)}"
        heights = 100 * shares_of_bins(panel.histogram, name, together)
        axes.stairs(heights, edges, linewidth=1.2, label=label, **styles[name])
    legend_above(axes, len(splits), beyond(panel.histogram, tuple(splits)))
    axes.set(title=panel.task or "All cell types", xlabel=KINDS[panel.kind])
    axes.set_ylabel("% of rows" if axes.get_subplotspec().is_first_col() else "")


def _distances(panel: Panel) -> str:
    return ", ".join(f"{name} {number(distance)}" for name, distance in panel.distances.items())


def by_chance(first: int, second: int) -> float:
    """The distance that two samples of one distribution exceed in 5 % of cases; asymptotic, rows independent."""
    return CHANCE * math.sqrt((first + second) / (first * second))


def _reading(panels: list[Panel]) -> str:
    known = [(distance, name, panel) for panel in panels for name, distance in panel.distances.items()
             if distance is not None]  # fmt: skip
    if not known:
        return "No distance between two splits is defined."
    excess = [one for one in known if one[0] > _chance(one[2], one[1])]
    distance, name, panel = max(known, key=lambda one: one[0] / _chance(one[2], one[1]))
    chance = number(_chance(panel, name))
    return (
        f"Compared with chance, {panel.name} of {name} is the least like train (KS {number(distance)}; independent "
        f"rows would exceed {chance} in 5 % of splits); {len(excess)} of {len(known)} distances are above that bound "
        "for their rows."
    )


def _chance(panel: Panel, name: str) -> float:
    return by_chance(number_of(panel.histogram, "train"), number_of(panel.histogram, name))


def _data(panels: list[Panel], keys: tuple[str, ...], splits: list[str]) -> Data:
    return table({(panel.kind, panel.task or None): panel.histogram for panel in panels}, keys, tuple(splits))
