"""Colours and type of the figures, and their conversion to bytes that are the same for the same numbers."""

from __future__ import annotations

import io
import textwrap
from dataclasses import dataclass

import matplotlib

matplotlib.use("Agg")

from matplotlib.axes import Axes
from matplotlib.figure import Figure

INK, MUTED, GRID = "#1d2733", "#5c6b7a", "#e3e8ee"
# Okabe and Ito's colours, distinguishable with every kind of colour vision.
COLORS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9")
LIGHT = "#b9d3e6"
BOX = {"facecolor": "white", "alpha": 0.8, "linewidth": 0, "pad": 1.5}  # behind text over data
DOTS = 200  # an inch, of images; places are given for them, since text is wider with fewer
MANY_POINTS = 1000  # above this the points of a panel are drawn as an image: the page stays small

matplotlib.rcParams.update(
    {
        "font.family": "DejaVu Sans",
        "font.size": 9,
        "axes.edgecolor": MUTED,
        "axes.labelcolor": INK,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.titlesize": 10,
        "axes.titleweight": "bold",
        "axes.titlelocation": "left",
        "axes.grid": True,
        "axes.axisbelow": True,
        "grid.color": GRID,
        "grid.linewidth": 0.8,
        "legend.frameon": False,
        "legend.fontsize": 8,
        "text.color": INK,
        "xtick.color": MUTED,
        "ytick.color": MUTED,
        "xtick.labelsize": 8,
        "ytick.labelsize": 8,
        "text.parse_math": False,  # a dollar sign in a name is one
        "svg.fonttype": "path",
        "pdf.fonttype": 42,
    }
)


@dataclass(frozen=True)
class Layout:
    """For which width a figure is drawn. Its type is as large in the narrow page as in the wide one."""

    width: float  # inches
    columns: int  # panels side by side, at most


WIDE, NARROW = Layout(7.2, 4), Layout(3.5, 1)


def new_figure(layout: Layout, panels: int, height: float, columns: int = 3) -> tuple[Figure, list[Axes]]:
    """A figure with its panels in reading order: each `height` inches high, `columns` side by side where the layout has
    room for them."""
    columns = max(1, min(columns, layout.columns, panels))
    rows = -(-panels // columns)
    figure = Figure(figsize=(layout.width, 0.3 + height * rows), dpi=DOTS, layout="constrained")
    found = list(figure.subplots(rows, columns, squeeze=False).flat)
    for axes in found[panels:]:
        axes.set_visible(False)
    return figure, found[:panels]


def as_image(points: int) -> str:
    """What a caption says where a panel has so many points."""
    return " Where points are many, they are an image within the figure." if points > MANY_POINTS else ""


def nothing_to_draw(layout: Layout, why: str) -> Figure:
    """A figure that says why there is none: the workflow expects the files of every figure that is listed."""
    lines = textwrap.wrap(why, int(13 * layout.width))
    figure = Figure(figsize=(layout.width, 0.4 + 0.2 * len(lines)), dpi=DOTS)
    figure.text(0.5, 0.5, "\n".join(lines), ha="center", va="center", color=MUTED)
    return figure


def _placed(figure: Figure) -> Figure:
    """Gives the panels their places once; otherwise each file would do that again, twice."""
    if engine := figure.get_layout_engine():
        engine.execute(figure)
        figure.set_layout_engine(None)
    return figure


def as_svg(figure: Figure, name: str) -> bytes:
    """SVG without date; element ids are derived from `name`."""
    with matplotlib.rc_context({"svg.hashsalt": name}):
        out = io.BytesIO()
        _placed(figure).savefig(out, format="svg", metadata={"Date": None, "Creator": None}, dpi=DOTS)
    return out.getvalue()


def as_png(figure: Figure) -> bytes:
    """PNG with DOTS dots an inch."""
    out = io.BytesIO()
    _placed(figure).savefig(out, format="png", metadata={"Software": None}, dpi=DOTS)
    return out.getvalue()


def as_pdf(figure: Figure) -> bytes:
    """PDF without date."""
    out = io.BytesIO()
    _placed(figure).savefig(
        out, format="pdf", metadata={"CreationDate": None, "Creator": None, "Producer": None}, dpi=DOTS
    )
    return out.getvalue()
