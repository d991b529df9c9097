"""The figure of top cells: in which cell an element is most active, measured against predicted."""

from __future__ import annotations

from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap

from .contents import OF_BASE
from .inputs import Json
from .picture import Data, Picture, Value, undrawn
from .style import COLORS, INK, MUTED, Layout, new_figure
from .text import interval, listed, number, percent

FILES = [OF_BASE]
SHADES = LinearSegmentedColormap.from_list("shades", ["#ffffff", COLORS[5]])  # dark text is readable on all
FEW = 4  # cell types of which shares are written out
MISTAKES = 3  # equally frequent ones that are named
COLUMNS = ("kind", "measured", "predicted", "rows", "share", "low", "high")


def draw(metrics: Json, layout: Layout) -> Picture:
    """Says why where no element has one highest cell."""
    top = metrics["specificity"]["top_cell"]
    if top is None or top["accuracy"]["n"] == 0:
        why = metrics["specificity"]["why"] if top is None else top["why"]
        return undrawn(layout, f"No cell type can be called the highest: {why}.", FILES, COLUMNS)
    quintiles = _quintiles(metrics)
    tasks = metrics["tasks"]
    size = max(3.0, 0.6 + 0.42 * len(tasks))
    figure, panels = new_figure(layout, 2 if quintiles else 1, size, columns=2)
    rows = _heat_map(panels[0], tasks, top["confusion"])
    if quintiles:
        rows += _by_quintile(panels[1], top, quintiles)
    shares = "; ".join(f"{row[1]} as {row[2]} {row[3]}" for row in rows if row[0] == "confusion")
    return Picture(
        figure, _reading(metrics), _caption(metrics, bool(quintiles)),
        f"Heat map of the measured against the predicted top cell, elements: {shares}.", FILES, Data(COLUMNS, rows),
    )  # fmt: skip


def _quintiles(metrics: Json) -> list[tuple[str, Json]]:
    """Name and accuracy of each quintile of the minimum gap."""
    gap, strata = metrics["min_gap"], metrics["strata"]["min_gap"]["strata"]
    if gap is None or strata is None or gap["trend"] is None:
        return []
    shares = [one["top_cell_accuracy"] for one in gap["trend"]["quintiles"]]
    return [(stratum["name"], share) for stratum, share in zip(strata, shares, strict=True) if share["n"]]


def _heat_map(axes: Axes, tasks: list[str], counts: Json) -> list[tuple[Value, ...]]:
    totals = {measured: sum(counts[measured].values()) for measured in tasks}
    shares = [[counts[a][b] / totals[a] if totals[a] else 0.0 for b in tasks] for a in tasks]
    axes.imshow(shares, cmap=SHADES, vmin=0, vmax=1, aspect="auto")
    few = len(tasks) <= FEW
    style = {"ha": "center", "va": "center", "color": INK, "fontsize": 8.5 if few else max(4.5, 56 / len(tasks))}
    for i, measured in enumerate(tasks):
        for j, predicted in enumerate(tasks):
            share = f"\n{percent(shares[i][j], 0)}" if few and totals[measured] else ""
            axes.text(j, i, f"{counts[measured][predicted]:,}{share}", **style)
    axes.set_xticks(range(len(tasks)), tasks, rotation=0 if few else 90)
    axes.set_yticks(range(len(tasks)), tasks)
    axes.set(title="Top cell", xlabel="predicted", ylabel="measured")
    axes.grid(visible=False)
    axes.spines[:].set_visible(False)
    return [
        ("confusion", a, b, counts[a][b], shares[i][j] if totals[a] else None, None, None)
        for i, a in enumerate(tasks)
        for j, b in enumerate(tasks)
    ]


def _by_quintile(axes: Axes, top: Json, quintiles: list[tuple[str, Json]]) -> list[tuple[Value, ...]]:
    for at, (_, share) in enumerate(quintiles):
        axes.plot([at, at], [share["low"], share["high"]], color=COLORS[0], linewidth=1.6)
        axes.plot(at, share["value"], "o", color=COLORS[0], markersize=5)
    axes.axhline(top["majority"], color=MUTED, linestyle="--", linewidth=1, label="always the most frequent cell")
    axes.set_xticks(range(len(quintiles)), [f"{name}\n{share['n']:,}" for name, share in quintiles])
    axes.set(title="By quintile of the gap", xlabel="quintile of the minimum gap, elements", ylabel="share right")
    axes.set_xlim(-0.5, len(quintiles) - 0.5)
    axes.set_ylim(0, 1.05)
    axes.grid(axis="x", visible=False)
    axes.legend(loc="lower right")
    return [("quintile", name, None, one["n"], one["value"], one["low"], one["high"]) for name, one in quintiles]


def _reading(metrics: Json) -> str:
    top, tasks = metrics["specificity"]["top_cell"], metrics["tasks"]
    accuracy = top["accuracy"]
    text = (
        f"The most active cell type is named right for {percent(accuracy['value'])} of {accuracy['n']:,} elements, "
        f"against {percent(top['majority'])} for always naming the most frequent one"
    )
    wrong = [(top["confusion"][a][b], f"{b} for {a}") for a in tasks for b in tasks if a != b]
    most = max(count for count, _ in wrong)
    named = [mistake for count, mistake in wrong if count == most]
    if most == 0 or len(named) > MISTAKES:
        return f"{text}."
    each = f"{most:,} each" if len(named) > 1 else f"{most:,}"
    return f"{text}; most often mistaken: {listed(named)} ({each})."


def _caption(metrics: Json, quintiles: bool) -> str:
    top = metrics["specificity"]["top_cell"]
    text = (
        f"Cell type with the highest measured (row) and predicted (column) activity, {metrics['split']} rows: "
        f"elements{' and' if len(metrics['tasks']) <= FEW else '; shade:'} their share of the row. Accuracy with "
        "Wilson’s interval: "
        f"{number(top['accuracy']['value'])} {interval(top['accuracy'])}. Left out: {top['left_out']:,} elements that "
        "are not measured in all cell types or have two highest ones."
    )
    if top["undecided"]:
        text += f" Wrong, and not in the map: {top['undecided']:,} with two highest predictions."
    return text + (" Right or below: the accuracy in quintiles of the measured minimum gap." if quintiles else "")
