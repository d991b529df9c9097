"""Draws the histograms that stages write: equal bins that several series share."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes

from .inputs import Json
from .picture import Data, Value
from .style import COLORS, LIGHT, Layout
from .text import count

BEFORE_AFTER = ("before", "after")


def panel_height(layout: Layout) -> float:
    """Inches; one panel a row leaves it wider than high."""
    return 1.9 if layout.columns > 1 else 2.0


def number_of(histogram: Json, name: str) -> int:
    """The values of a series, those beyond the bins too."""
    return sum(histogram[name]) + histogram["below"][name] + histogram["above"][name]


def beyond(histogram: Json, names: tuple[str, ...]) -> str:
    """How many values of which series the bins leave out, or nothing."""
    out = {name: histogram["below"][name] + histogram["above"][name] for name in names}
    told = ", ".join(f"{count(rows)} {name}" for name, rows in out.items() if rows)
    return f"not shown: {told}" if told else ""


def before_and_after(axes: Axes, histogram: Json) -> None:
    """Filled: before quality control. Line: after it."""
    edges = histogram["edges"]
    axes.stairs(histogram["before"], edges, fill=True, color=LIGHT, label=f"before, n = {_n(histogram, 'before')}")
    axes.stairs(histogram["after"], edges, color=COLORS[0], linewidth=1.3, label=f"after, n = {_n(histogram, 'after')}")
    legend_above(axes, 2, beyond(histogram, BEFORE_AFTER))


def _n(histogram: Json, name: str) -> str:
    return count(number_of(histogram, name))


def legend_above(axes: Axes, entries: int, note: str = "") -> None:
    """Above the highest bin, with room for so many entries, and for a few words that become one more."""
    if note:
        axes.plot([], [], linestyle="none", label=note)
    lines = entries + bool(note)
    axes.set_ylim(0, max(axes.dataLim.y1, 1e-9) / (1 - 0.1 - 0.105 * lines))
    axes.legend(loc="upper right", borderaxespad=0.1, handlelength=1.3, labelspacing=0.2, fontsize=7.5)


def bins_together(histogram: Json, names: tuple[str, ...], rows_a_bin: int = 20) -> int:
    """How many neighbouring bins to draw as one, so that a bin of the smallest series has some rows."""
    bins = len(histogram["edges"]) - 1
    fewest = min((number_of(histogram, name) for name in names if number_of(histogram, name)), default=0)
    divisors = [factor for factor in range(1, bins + 1) if bins % factor == 0 and bins // factor >= 10]
    return next((factor for factor in divisors if fewest * factor >= rows_a_bin * bins), divisors[-1])


def shares(histogram: Json, name: str, together: int) -> np.ndarray:
    """Of the values of a series those in each bin, with so many bins drawn as one."""
    counts = np.array(histogram[name], dtype=float).reshape(-1, together).sum(axis=1)
    return counts / max(number_of(histogram, name), 1)


def table(histograms: dict[tuple[Value, ...], Json], keys: tuple[str, ...], names: tuple[str, ...]) -> Data:
    """Every bin of every histogram; the first and the last row of each are what lies beyond its bins."""
    rows: list[tuple[Value, ...]] = []
    for key, histogram in histograms.items():
        edges = [None, *histogram["edges"], None]
        counts = [[histogram["below"][name], *histogram[name], histogram["above"][name]] for name in names]
        rows += [(*key, *row) for row in zip(edges[:-1], edges[1:], *counts, strict=True)]
    return Data((*keys, "from", "to", *names), rows)
