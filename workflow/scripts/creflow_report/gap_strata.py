"""The figure of minimum gaps: accuracy by quintile of the measured gap, and predicted against measured gaps."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes

from .inputs import Json
from .loess import PLACES, SPAN, curve
from .picture import Data, Picture, Value
from .style import COLORS, INK, MANY_POINTS, MUTED, Layout, new_figure, nothing_to_draw
from .text import interval, number

FILES = ["eval/base/metrics.json", "eval/base/tables/min_gap.tsv"]
COLUMNS = ("kind", "name", "part", "n", "x", "y", "low", "high")
MARKERS = "osD^vPX*"


def draw(metrics: Json, gaps: np.ndarray, why_no_quintiles: str, layout: Layout) -> Picture:
    """Says why where there are no gaps, or no quintiles."""
    if metrics["min_gap"] is None:
        why = metrics["why"]["min_gap"]
        text = f"There is no minimum gap here: {why}."
        figure = nothing_to_draw(layout, f"no minimum gap ({why})")
        return Picture(figure, text, "", f"No figure of minimum gaps: {why}.", FILES[:1], Data(COLUMNS, []))
    panels_wanted = 1 if why_no_quintiles else 2
    figure, panels = new_figure(layout, panels_wanted, 3.1, columns=2)
    rows: list[tuple[Value, ...]] = []
    if not why_no_quintiles:
        rows += _quintiles(panels[0], metrics)
    rows += _gaps(panels[-1], metrics, gaps)
    return Picture(
        figure,
        _reading(metrics, why_no_quintiles),
        _caption(metrics, why_no_quintiles),
        _description(metrics, why_no_quintiles),
        FILES,
        Data(COLUMNS, rows),
    )


def _quintiles(axes: Axes, metrics: Json) -> list[tuple[Value, ...]]:
    """Pearson by quintile: the mean in front, cell types behind it and beside each other."""
    strata = metrics["strata"]["min_gap"]["strata"]
    parts = ["macro", *metrics["tasks"]]
    shifts = dict(zip(parts, np.linspace(-0.24, 0.24, len(parts)), strict=True))
    rows: list[tuple[Value, ...]] = []
    for i, part in enumerate(parts):
        mean = part == "macro"
        found = [stratum["macro"] if mean else stratum["per_task"][part] for stratum in strata]
        color = INK if mean else COLORS[(i - 1) % len(COLORS)]
        style = {"color": color, "markersize": 6 if mean else 4, "zorder": 3 if mean else 2}
        known = [(at, one["pearson"]) for at, one in enumerate(found) if one["pearson"]["value"] is not None]
        for at, r in known:
            if r["low"] is not None:
                axes.plot([at + shifts[part]] * 2, [r["low"], r["high"]], color=color, linewidth=2 if mean else 1)
        axes.plot(
            [at + shifts[part] for at, _ in known], [r["value"] for _, r in known], MARKERS[i % len(MARKERS)],
            linestyle="-" if mean else "none", linewidth=1, label="mean" if mean else part, **style,
        )  # fmt: skip
        for at, one in enumerate(found):
            r, n = one["pearson"], strata[at]["rows"] if mean else one["n"]
            rows.append(("pearson", strata[at]["name"], part, n, at + 1, r["value"], r["low"], r["high"]))
    axes.set_xticks(range(len(strata)), [f"{stratum['name']}\n{stratum['rows']:,}" for stratum in strata])
    axes.set(title="Accuracy by quintile", xlabel="quintile of the measured gap, elements", ylabel="Pearson")
    axes.grid(axis="x", visible=False)
    axes.legend(ncols=2, handletextpad=0.3, columnspacing=1)
    return rows


def _gaps(axes: Axes, metrics: Json, gaps: np.ndarray) -> list[tuple[Value, ...]]:
    measured, predicted = gaps.T
    at, smooth = curve(measured, predicted)
    ends = min(gaps.min(), 0.0), max(gaps.max(), 0.0)
    axes.plot(ends, ends, color=MUTED, linewidth=1, label="y = x")
    many = len(gaps) > MANY_POINTS
    axes.scatter(
        measured, predicted, s=4 if many else 8, alpha=0.15 if many else 0.4, color=COLORS[0], linewidths=0,
        rasterized=many,
    )  # fmt: skip
    axes.plot(at, smooth, color=COLORS[1], linewidth=2.2, label="LOESS")
    axes.axhline(0, color=MUTED, linewidth=0.6, linestyle=":")
    axes.axvline(0, color=MUTED, linewidth=0.6, linestyle=":")
    gap = metrics["min_gap"]
    lines = (
        f"ρ = {number(gap['rho']['value'], 2)}",
        f"r = {number(gap['pearson']['value'], 2)}",
        f"n = {gap['n']:,}",
    )
    axes.text(0.03, 0.98, "\n".join(lines), transform=axes.transAxes, va="top", fontsize=8, color=INK,
              bbox={"facecolor": "white", "alpha": 0.8, "linewidth": 0, "pad": 1.5})  # fmt: skip
    axes.set(title="Minimum gap", xlabel="measured, log2 fold change", ylabel="predicted")
    axes.legend(loc="lower right")
    points = [("gap", None, None, 1, *map(float, row), None, None) for row in gaps]
    return points + [
        ("loess", None, None, None, float(x), float(y), None, None) for x, y in zip(at, smooth, strict=True)
    ]


def _reading(metrics: Json, why_no_quintiles: str) -> str:
    gap = metrics["min_gap"]
    if why_no_quintiles:
        return (
            f"Measured and predicted gaps of {gap['n']:,} elements correlate with ρ = {number(gap['rho']['value'])}; "
            f"there are no quintiles ({why_no_quintiles})."
        )
    strata, change = metrics["strata"]["min_gap"]["strata"], metrics["strata"]["min_gap"]["delta_r"]
    first, last = (stratum["macro"]["pearson"]["value"] for stratum in (strata[0], strata[-1]))
    ends = f"mean r {number(first)} in {strata[0]['name']}, {number(last)} in {strata[-1]['name']}"
    if change["low"] is None:
        text = f"How accuracy changes with the gap is undefined ({ends})"
    elif change["low"] > 0:
        text = f"Predictions are better for elements that differ more between cells ({ends})"
    elif change["high"] < 0:
        text = f"Predictions are worse for elements that differ more between cells ({ends})"
    else:
        text = f"Accuracy does not change with the gap beyond chance ({ends})"
    quintile = gap["trend"]["quintiles"][-1]
    return (
        f"{text}, and the mean gap of {number(quintile['mean'], 2)} in {strata[-1]['name']} is predicted as "
        f"{number(quintile['predicted_mean'], 2)}."
    )


def _caption(metrics: Json, why_no_quintiles: str) -> str:
    text = (
        f"Predicted against measured minimum gap, a point an element of the {metrics['split']} rows; curve: LOESS "
        f"(span {SPAN}, at {PLACES} places); line: y = x."
    )
    if why_no_quintiles:
        return text
    return (
        "Left or above: Pearson correlation in quintiles of the measured minimum gap, Q1 with the smallest gaps, with "
        "bootstrap intervals: the mean over cell types, and each; below the quintiles the numbers of elements. Right "
        f"or below: {text[0].lower()}{text[1:]}"
    )


def _description(metrics: Json, why_no_quintiles: str) -> str:
    gap = metrics["min_gap"]
    text = f"Scatter plot of predicted against measured minimum gap, ρ {number(gap['rho']['value'])}"
    if why_no_quintiles:
        return f"{text}."
    means = [(stratum["name"], stratum["macro"]["pearson"]) for stratum in metrics["strata"]["min_gap"]["strata"]]
    r = ", ".join(f"{name} {number(one['value'])} {interval(one)}".strip() for name, one in means)
    return f"Mean Pearson correlation by quintile of the gap: {r}. {text}."
