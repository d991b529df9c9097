"""The funnel of quality control."""

from __future__ import annotations

import textwrap

import numpy as np
from matplotlib.axes import Axes

from .contents import OF_QC
from .inputs import Json
from .picture import Data, Picture
from .style import COLORS, LIGHT, Layout, new_figure
from .text import percent


def funnel(qc: Json, layout: Layout) -> Picture:
    """Rows rejected by each rule, in order and if the rule stood alone, and the rows left after it."""
    rules = [rule for rule in qc["rules"] if rule["active"]]
    left = list(qc["read"] - np.cumsum([rule["sequential"] for rule in rules]))
    figure, (rejected, kept) = new_figure(layout, 2, 0.75 + 0.36 * len(rules), columns=2)
    names = [textwrap.fill(rule["title"].replace(", ", ",\N{NO-BREAK SPACE}"), 26) for rule in rules]
    _rejected(rejected, rules)
    rejected.set_yticks(range(len(rules)), names)
    _left(kept, left, qc["read"])
    kept.set_yticks(range(len(rules)), names if layout.columns == 1 else [""] * len(rules))
    for axes in (rejected, kept):
        axes.invert_yaxis()
        axes.grid(axis="y", visible=False)
        axes.tick_params(axis="y", labelsize=7.5)
        axes.locator_params(axis="x", nbins=4)
    told = ", ".join(f"{rule['title']} {rule['sequential']:,}" for rule in rules)
    return Picture(
        figure,
        _reading(qc, rules),
        "First panel: rows rejected by each quality rule; dark: in the order of the rules, each row counted once, "
        "light: by the rule alone. Second: rows left after each rule.",
        f"Bar chart of rejected rows: {told}; {qc['kept']:,} rows are left.",
        [OF_QC],
        Data(
            ("rule", "in_order", "alone", "left"),
            [(one["title"], one["sequential"], one["alone"], int(rows)) for one, rows in zip(rules, left, strict=True)],
        ),
    )


def _rejected(axes: Axes, rules: list[Json]) -> None:
    rows = np.arange(len(rules))
    alone = [rule["alone"] for rule in rules]
    sequential = [rule["sequential"] for rule in rules]
    axes.barh(rows, alone, height=0.72, color=LIGHT, label="the rule alone")
    axes.barh(rows, sequential, height=0.36, color=COLORS[0], label="in order")
    for row, (first, second) in enumerate(zip(sequential, alone, strict=True)):
        label = f"{first:,}" if first == second else f"{first:,} / {second:,}"
        axes.annotate(label, (max(first, second), row), (4, 0), textcoords="offset points", va="center", fontsize=8)
    axes.set_xlim(0, max(1, *alone) * 1.35)
    axes.set_xlabel("rejected rows")
    axes.legend(loc="lower right", bbox_to_anchor=(1.02, 0.99), ncols=2, handlelength=1.2, columnspacing=1)


def _left(axes: Axes, left: list[int], read: int) -> None:
    axes.barh(np.arange(len(left)), left, height=0.6, color=COLORS[0])
    for row, rows in enumerate(left):
        axes.annotate(
            f"{rows:,} ({percent(rows / read)})", (0, row), (5, 0), textcoords="offset points",
            va="center", fontsize=8, color="white" if rows > 0.55 * read else "black",
        )  # fmt: skip
    axes.set_xlim(0, read)
    axes.set_xlabel(f"rows left of {read:,}")


def _reading(qc: Json, rules: list[Json]) -> str:
    text = f"{qc['rejected']:,} of {qc['read']:,} rows ({percent(qc['rejected'] / qc['read'])}) were rejected"
    most = max(rules, key=lambda rule: rule["sequential"])
    if not qc["rejected"]:
        return f"{text}."
    part = "all" if most["sequential"] == qc["rejected"] else "most" if 2 * most["sequential"] > qc["rejected"] else ""
    start = f"{part} of them" if part else "the largest part"
    return f"{text}, {start} by “{most['title']}” ({most['sequential']:,})."
