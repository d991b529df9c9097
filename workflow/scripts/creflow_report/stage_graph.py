"""Draws the jobs of a run and the files that they handed on: by stage from left to right, in a narrow page down."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from dataclasses import dataclass, field

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import FancyArrowPatch, Rectangle
from matplotlib.path import Path

from .inputs import variant_in
from .lineage import Lineage, Node
from .style import COLORS, INK, MUTED, Layout, new_figure
from .text import short

LINE, PAD = 0.125, 0.06  # inches: of a line of text, and around it
MARGIN = 0.05  # for the lines of the outermost boxes
FREE = 0.16  # between boxes beside each other, and for a line that passes a stage by

Point = tuple[float, float]


@dataclass
class Shape:
    """What differs between the wide figure and the narrow one."""

    downwards: bool
    most: int  # jobs of a stage with a box each
    gap: float  # between the stages
    type: float  # points
    letters: int  # in a line


@dataclass
class Box:
    """A job, several of a stage, a file from outside; or, without nodes, where a line passes a stage by."""

    rank: int
    nodes: list[Node] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    # Inches, along the stages and across them.
    along: float = 0.0
    across: float = 0.0
    length: float = 0.0
    breadth: float = FREE


def draw(lineage: Lineage, layout: Layout) -> Figure:
    """The whole graph."""
    narrow = layout.columns == 1
    shape = Shape(True, 2, 0.32, 7, 15) if narrow else Shape(False, 5, 0.26, 6.2, 15)
    boxes = list(_boxes(lineage, shape))
    routes = _routes(lineage, boxes)
    passing = {id(box): box for route in routes for box in route if not box.nodes}
    ranks = range(1 + max(box.rank for box in boxes))
    # What is one for all variants comes last, and meets the lines that pass by from others like it.
    ordered = sorted(
        [*boxes, *passing.values()], key=lambda box: (bool(box.nodes) and not box.nodes[0].rest, not box.nodes)
    )
    layers = [[box for box in ordered if box.rank == rank] for rank in ranks]
    width = layout.width - 4 * MARGIN
    length, breadth = _place(layers, shape, width)
    figure, (axes,) = new_figure(layout, 1, length if narrow else breadth)
    axes.set_axis_off()
    height = length if narrow else breadth
    axes.set(xlim=(-MARGIN, width + MARGIN), ylim=(height + MARGIN, -MARGIN))
    for route in routes:
        _arrow(axes, route, shape)
    for box in boxes:
        _draw_box(axes, box, shape)
    return figure


def _boxes(lineage: Lineage, shape: Shape) -> Iterator[Box]:
    by_stage: dict[tuple[str, int], list[Node]] = {}
    for node in [*lineage.outside, *lineage.jobs.values()]:
        by_stage.setdefault((node.stage, lineage.ranks[node]), []).append(node)
    for (stage, rank), nodes in by_stage.items():
        base = [node for node in nodes if variant_in(node.name) == "base"]
        others = [node for node in nodes if node not in base]
        together = [[node] for node in nodes] if len(nodes) <= shape.most else [part for part in (base, others) if part]
        for part in together:
            yield Box(rank, part, _lines(stage, part, part is base, shape))


def _lines(stage: str, nodes: list[Node], base: bool, shape: Shape) -> list[str]:
    """Of a box: the stage, which job it is, and its digest."""
    if len(nodes) > 1:
        what = {"": "files", "train": "networks"}.get(stage, "jobs")
        return [stage or "from outside", *(["base"] if base else []), f"{len(nodes)} {what}"]
    name = nodes[0].rest
    parts = [name] if len(name) <= shape.letters else name.replace("_", "_ ").split("/")
    lines = [line.replace("_ ", "_") for part in parts for line in textwrap.wrap(part, shape.letters)]
    return [stage or "file", *lines[:4], short(nodes[0].digest)]


def _routes(lineage: Lineage, boxes: list[Box]) -> list[list[Box]]:
    """Each arrow from box to box, with the places at which it passes stages by: one for all arrows of a box."""
    of_node = {node: box for box in boxes for node in box.nodes}
    pairs = {(id(of_node[use.source]), id(of_node[use.target])): use for use in lineage.uses}
    passing: dict[tuple[int, int], Box] = {}
    routes = []
    for use in pairs.values():
        first, last = of_node[use.source], of_node[use.target]
        if first is last:  # within a pile
            continue
        between = range(first.rank + 1, last.rank)
        routes.append([first, *(passing.setdefault((id(first), rank), Box(rank)) for rank in between), last])
    return routes


def _place(layers: list[list[Box]], shape: Shape, width: float) -> tuple[float, float]:
    """Gives all boxes their places; returns the size of the graph along the stages and across them."""
    if shape.downwards:
        return _place_downwards(layers, shape, width)
    size = (width - shape.gap * (len(layers) - 1)) / len(layers)
    for at, layer in enumerate(layers):
        for box in layer:
            box.along, box.length = at * (size + shape.gap), size
            box.breadth = LINE * len(box.lines) + 2 * PAD if box.nodes else FREE
    breadth = max(sum(box.breadth + FREE for box in layer) for layer in layers)
    _spread(layers, breadth)
    return width, breadth


def _place_downwards(layers: list[list[Box]], shape: Shape, width: float) -> tuple[float, float]:
    along = 0.0
    for layer in layers:
        length = max((LINE * len(box.lines) + 2 * PAD for box in layer), default=0.0)
        passing = sum(not box.nodes for box in layer)
        size = min(1.15, (width - FREE * (len(layer) + passing)) / max(1, len(layer) - passing))
        for box in layer:
            box.along, box.length = along, length
            box.breadth = size if box.nodes else FREE
        along += length + shape.gap
    _spread(layers, width)
    return along - shape.gap, width


def _spread(layers: list[list[Box]], breadth: float) -> None:
    """Each stage in the middle."""
    for layer in layers:
        at = (breadth - sum(box.breadth + FREE for box in layer) + FREE) / 2
        for box in layer:
            box.across = at
            at += box.breadth + FREE


def _arrow(axes: Axes, route: list[Box], shape: Shape) -> None:
    points, codes = [], []
    for box in route:
        middle = box.across + box.breadth / 2
        start, end = (box.along, middle), (box.along + box.length, middle)
        if points:
            half = (points[-1][0] + start[0]) / 2
            points += [(half, points[-1][1]), (half, middle), start]
            codes += [Path.CURVE4] * 3
        if box is not route[-1]:
            points.append(end)
            codes.append(Path.LINETO if codes else Path.MOVETO)
    path = Path([_turned(point, shape) for point in points], codes)
    axes.add_patch(FancyArrowPatch(path=path, arrowstyle="-|>", mutation_scale=6, linewidth=0.8, color=MUTED))


def _draw_box(axes: Axes, box: Box, shape: Shape) -> None:
    several, is_job = len(box.nodes) > 1, box.nodes[0].is_job
    line = {"edgecolor": COLORS[0], "linestyle": "-"} if is_job else {"edgecolor": INK, "linestyle": "--"}
    size = _turned((box.length, box.breadth), shape)
    for shift in (0.035, 0.0) if several else (0.0,):  # several jobs: a pile
        corner = _turned((box.along + shift, box.across + shift), shape)
        color = "#f2f6fa" if is_job else "white"
        axes.add_patch(Rectangle(corner, *size, facecolor=color, linewidth=0.9, zorder=3, **line))
    x, y = _turned((box.along + box.length / 2, box.across + box.breadth / 2), shape)
    top = y - LINE * (len(box.lines) - 1) / 2
    for at, text in enumerate(box.lines):
        digest = not several and at == len(box.lines) - 1
        axes.text(
            x, top + at * LINE, text, ha="center", va="center_baseline", fontsize=shape.type, zorder=4,
            fontweight="bold" if at == 0 else "normal", family="monospace" if digest else None,
            color=MUTED if digest else INK,
        )  # fmt: skip


def _turned(point: Point, shape: Shape) -> Point:
    """(along, across) as (x, y)."""
    return (point[1], point[0]) if shape.downwards else point
