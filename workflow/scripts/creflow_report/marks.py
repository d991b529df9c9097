"""Points with error bars that several figures draw, and what stands in a panel without any."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes

from .inputs import Json
from .style import COLORS, MUTED

MARKERS = ("o", "s", "^", "D", "v", "P", "X")  # as many as have no factor in common with the colours


def mark(number: int) -> dict[str, str]:
    """Colour and marker of a cell type by its place: together they tell 42 of them apart."""
    return {"color": COLORS[number % len(COLORS)], "marker": MARKERS[number % len(MARKERS)]}


def shifts(count: int) -> list[float]:
    """Where the points of `count` cell types stand beside each other around a place of the x axis."""
    step = min(0.16, 0.72 / count)
    return [step * (number - (count - 1) / 2) for number in range(count)]


def points(axes: Axes, x: Sequence[float], estimates: Sequence[Json], **style: str) -> None:
    """Values with their intervals, where they have any; none where the value is undefined."""
    triples = [tuple(one[key] for key in ("value", "low", "high")) for one in estimates]
    value, low, high = np.array(triples, dtype=float).reshape(-1, 3).T  # None is NaN there
    ends = [np.nan_to_num(np.maximum(end, 0.0)) for end in (value - low, high - value)]
    axes.errorbar(x, value, yerr=ends, linestyle="none", markersize=4, elinewidth=1.2, capsize=0, **style)


def say(axes: Axes, text: str) -> None:
    """In place of what a panel would show."""
    axes.set(xticks=[], yticks=[])
    axes.text(0.5, 0.5, textwrap.fill(text, 22), transform=axes.transAxes, ha="center", va="center", fontsize=8,
              color=MUTED)  # fmt: skip
