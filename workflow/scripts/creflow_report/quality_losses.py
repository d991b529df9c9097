"""Which kinds of rows quality control rejects more than others."""

from __future__ import annotations

import re
import textwrap

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from .contents import OF_QC
from .inputs import Json
from .picture import Data, Picture, undrawn
from .style import COLORS, MUTED, Layout, new_figure
from .text import percent

MOST_BARS = 10  # of a kind; the table beside the figure has all of them
MISSING, OTHER = "(missing)", "other"


def level_name(level: Json) -> str:
    """As the page shows it."""
    return MISSING if level["level"] is None else level["level"]


def in_order(kinds: Json) -> list[Json]:
    """The levels as one would count: chr2 before chr10."""
    if kinds["by"] in ("length", "GC content"):
        return kinds["levels"]
    return sorted(kinds["levels"], key=lambda level: _natural(level_name(level)))


def _natural(name: str) -> tuple[bool, list[str | int]]:
    parts = re.split("([0-9]+)", name)  # texts and numbers take turns
    return name in (MISSING, OTHER), [int(part) if at % 2 else part for at, part in enumerate(parts)]


def losses(qc: Json, layout: Layout) -> Picture:
    """A panel for each way to part the rows, a bar for each kind."""
    columns = ("by", "level", "rows", "kept", "rejected_share")
    if not qc["subsets"]:
        return undrawn(layout, "All rows of the table are of one kind.", [OF_QC], columns)
    drawn = {kinds["by"]: _most(in_order(kinds)) for kinds in qc["subsets"]}
    figure, panels = _panels(layout, [len(levels) for levels in drawn.values()])
    overall = qc["rejected"] / qc["read"]
    most = max(_share(level) for levels in drawn.values() for level in levels)
    for axes, (by, levels) in zip(panels, drawn.items(), strict=True):
        _bars(axes, levels, overall, max(most, overall, 0.01))
        axes.set_title(by)
    cut = [kinds["by"] for kinds in qc["subsets"] if len(kinds["levels"]) > MOST_BARS]
    return Picture(
        figure,
        _reading(qc),
        "Share of the readable rows of each kind that quality control rejects, and how many rows there are of it. "
        f"Dashed: of the whole table, {percent(overall)}."
        + (f" Of {', '.join(cut)}: the {MOST_BARS} kinds with the most rows." if cut else ""),
        "Bar charts of rejected shares: "
        + "; ".join(
            f"by {by} " + ", ".join(f"{level_name(level)} {percent(_share(level))}" for level in levels)
            for by, levels in drawn.items()
        )
        + ".",
        [OF_QC],
        Data(
            columns,
            [
                (kinds["by"], level_name(level), level["rows"], level["kept"], _share(level))
                for kinds in qc["subsets"]
                for level in in_order(kinds)
            ],
        ),
    )


def _most(levels: list[Json]) -> list[Json]:
    """Those with the most rows, in their order."""
    largest = sorted(range(len(levels)), key=lambda place: -levels[place]["rows"])[:MOST_BARS]
    return [levels[place] for place in sorted(largest)]


def _panels(layout: Layout, bars: list[int]) -> tuple[Figure, list[Axes]]:
    """Each row of panels is as high as its largest one needs."""
    figure, panels = new_figure(layout, len(bars), 1.0, columns=2)
    grid = panels[0].get_gridspec()
    heights = [0.75 + 0.22 * max(bars[at : at + grid.ncols]) for at in range(0, len(bars), grid.ncols)]
    grid.set_height_ratios(heights)
    figure.set_size_inches(layout.width, 0.2 + sum(heights))
    return figure, panels


def _share(level: Json) -> float:
    return 1 - level["kept"] / level["rows"]


def _bars(axes: Axes, levels: list[Json], overall: float, most: float) -> None:
    places = range(len(levels))
    axes.barh(places, [_share(level) for level in levels], height=0.62, color=COLORS[0])
    axes.axvline(overall, color=COLORS[1], linestyle="--", linewidth=1.3)
    for place, level in zip(places, levels, strict=True):
        axes.annotate(
            f"{percent(_share(level))} of {level['rows']:,}", (max(_share(level), overall), place), (4, 0),
            textcoords="offset points", va="center", fontsize=7.5,
        )  # fmt: skip
    axes.set_yticks(places, [textwrap.shorten(level_name(level), 22, placeholder="…") for level in levels])
    axes.set_ylim(len(levels) - 0.4, -0.6)
    axes.set_xlim(0, 1.65 * most)
    axes.set_xticks([tick for tick in MaxNLocator(4).tick_values(0, most) if 0 <= tick <= 1])
    axes.xaxis.set_major_formatter(lambda share, _: f"{100 * share:g} %")
    axes.grid(axis="y", visible=False)
    axes.tick_params(axis="y", labelsize=7.5, color=MUTED)
    axes.set_xlabel("rejected")


def _reading(qc: Json) -> str:
    if not qc["rejected"]:
        return "No row was rejected, of whatever kind."
    overall = qc["rejected"] / qc["read"]
    large = [
        (_share(level), kinds["by"], level)
        for kinds in qc["subsets"]
        for level in kinds["levels"]
        if 20 * level["rows"] >= qc["read"]
    ]
    if not large:
        return f"{percent(overall)} of all rows were rejected; no kind of row has 5 % of the table."
    share, by, level = max(large, key=lambda one: one[0])
    text = f"Of the kinds with 5 % of the rows or more, {by} {level_name(level)} loses the most"
    return f"{text}: {percent(share)}, and {percent(overall)} are rejected of all rows."
