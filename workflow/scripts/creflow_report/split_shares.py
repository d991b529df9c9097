"""Sizes of the splits, and what they consist of."""

from __future__ import annotations

from matplotlib.axes import Axes

from .contents import OF_SPLIT
from .inputs import Json
from .picture import Data, Picture, Value
from .style import COLORS, INK, LIGHT, Layout, new_figure
from .text import count, percent

FILLS = {"train": LIGHT, "val": COLORS[1], "test": COLORS[0]}
MARKERS = {"train": "o", "val": "s", "test": "^"}


def shares(split: Json, splits: list[str], cells: list[str], layout: Layout) -> Picture:
    """Rows of each split; beside them the shares of target cells where elements have them."""
    parts = {name: split["splits"][name] for name in splits}
    height = 0.75 + 0.32 * max(len(splits), len(cells))
    figure, panels = new_figure(layout, 2 if cells else 1, height, columns=2)
    _sizes(panels[0], parts)
    if cells:
        _cells(panels[1], parts, cells)
    text = ", ".join(f"{name} {count(part['rows'])} rows ({percent(part['fraction'])})" for name, part in parts.items())
    rows: list[tuple[Value, ...]] = [(name, "rows", part["rows"], part["fraction"]) for name, part in parts.items()]
    for name, part in parts.items():
        rows += [(name, cell, None, part["target_cell"].get(cell, 0.0)) for cell in cells]
    return Picture(
        figure,
        _reading(parts, cells),
        "First: rows of each split. Second: the cell types that elements were designed for, as shares of each split."
        if cells
        else "Rows of each split. Elements have no target cells to compare.",
        f"Sizes of the splits: {text}.",
        [OF_SPLIT],
        Data(("split", "of", "rows", "share"), rows),
    )


def _sizes(axes: Axes, parts: dict[str, Json]) -> None:
    rows = [part["rows"] for part in parts.values()]
    axes.barh(range(len(rows)), rows, height=0.6, color=[FILLS[name] for name in parts])
    for place, part in enumerate(parts.values()):
        label = f"{part['rows']:,} ({percent(part['fraction'])})"
        axes.annotate(label, (part["rows"], place), (5, 0), textcoords="offset points", va="center", fontsize=8)
    axes.set_xlim(0, 1.45 * max(rows))
    axes.set_yticks(range(len(rows)), list(parts))
    axes.set_ylim(len(rows) - 0.4, -0.6)
    axes.grid(axis="y", visible=False)
    axes.locator_params(axis="x", nbins=5)
    axes.set(title="Size", xlabel="rows")


def _cells(axes: Axes, parts: dict[str, Json], cells: list[str]) -> None:
    apart = 0.22  # equal shares would hide one another
    for number, (name, part) in enumerate(parts.items()):
        places = [place + apart * (number - (len(parts) - 1) / 2) for place in range(len(cells))]
        values = [100 * part["target_cell"].get(cell, 0.0) for cell in cells]
        axes.plot(
            values, places, MARKERS[name], color=FILLS[name], markeredgecolor=INK, markeredgewidth=0.5,
            markersize=5, label=name, clip_on=False,
        )  # fmt: skip
    axes.set_yticks(range(len(cells)), cells)
    axes.set_ylim(len(cells) - 0.4, -0.6)
    axes.set_xlim(left=0)
    axes.margins(x=0.06)
    axes.set(title="Target cells", xlabel="% of the split")
    axes.legend(loc="lower right", bbox_to_anchor=(1.02, 0.99), ncols=3, handletextpad=0.1, columnspacing=0.8)


def _reading(parts: dict[str, Json], cells: list[str]) -> str:
    sizes = ", ".join(f"{percent(part['fraction'])} in {name}" for name, part in parts.items())
    start = f"Of {count(sum(part['rows'] for part in parts.values()))} rows {sizes}"
    if not cells or "train" not in parts:
        return f"{start}."
    train = parts["train"]["target_cell"]
    differences = {
        (name, cell): abs(part["target_cell"].get(cell, 0.0) - train.get(cell, 0.0))
        for name, part in parts.items()
        if name != "train"
        for cell in cells
    }
    name, cell = max(differences, key=differences.__getitem__)
    points = f"{100 * differences[name, cell]:.2f}"
    return f"{start}; no share of a target cell differs from that in train by more than {points} percentage points."
