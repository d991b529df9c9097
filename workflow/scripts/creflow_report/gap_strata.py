"""The figure of minimum gaps: accuracy by quintile of the measured gap, and predicted against measured gaps."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes

from .contents import OF_BASE
from .inputs import Json
from .loess import PLACES, SPAN, curve
from .picture import Data, Picture, Value, undrawn
from .style import BOX, COLORS, INK, MANY_POINTS, MUTED, Layout, as_image, new_figure
from .text import interval, number

FILES = [OF_BASE, "eval/base/tables/min_gap.tsv"]
COLUMNS = ("kind", "name", "part", "n", "x", "y", "low", "high")
MARKERS = "sD^vP"
FEW = len(MARKERS)  # cell types that are told apart


def draw(metrics: Json, gaps: np.ndarray, why_no_quintiles: str, layout: Layout) -> Picture:
    """Says why where there are no gaps, or no quintiles."""
    if metrics["min_gap"] is None:
        return undrawn(layout, f"There is no minimum gap here: {metrics['why']['min_gap']}.", FILES[:1], COLUMNS)
    panels_wanted = 1 if why_no_quintiles else 2
    figure, panels = new_figure(layout, panels_wanted, 3.1, columns=2)
    rows: list[tuple[Value, ...]] = []
    if not why_no_quintiles:
        rows += _quintiles(panels[0], metrics)
    rows += _gaps(panels[-1], metrics, gaps)
    return Picture(
        figure,
        _reading(metrics, why_no_quintiles),
        _caption(metrics, why_no_quintiles) + as_image(len(gaps)),
        _description(metrics, why_no_quintiles),
        FILES,
        Data(COLUMNS, rows),
    )


def _quintiles(axes: Axes, metrics: Json) -> list[tuple[Value, ...]]:
    """Pearson by quintile: the mean in front; cell types beside each other, or as plain dots when they are many."""
    strata = metrics["strata"]["min_gap"]["strata"]
    tasks = metrics["tasks"]
    few = len(tasks) <= FEW
    shifts = np.linspace(-0.24, 0.24, len(tasks) + 1) if few else np.zeros(len(tasks) + 1)
    _series(axes, [stratum["macro"]["pearson"] for stratum in strata], shifts[0], "o", INK, "mean", front=True)
    for i, task in enumerate(tasks):
        values = [stratum["per_task"][task]["pearson"] for stratum in strata]
        if few:
            _series(axes, values, shifts[i + 1], MARKERS[i], COLORS[i], task, front=False)
        else:
            dots = [np.nan if r["value"] is None else r["value"] for r in values]
            axes.plot(dots, "o", color=COLORS[5], markersize=3, label=None if i else "each cell type")
    axes.set_xticks(range(len(strata)), [f"{stratum['name']}\n{stratum['rows']:,}" for stratum in strata])
    axes.set(title="Accuracy by quintile", xlabel="quintile of the measured gap, elements", ylabel="Pearson")
    axes.grid(axis="x", visible=False)
    axes.legend(ncols=2, handletextpad=0.3, columnspacing=1)
    rows: list[tuple[Value, ...]] = []
    for at, stratum in enumerate(strata, 1):
        for part, one in {"macro": stratum["macro"] | {"n": stratum["rows"]}, **stratum["per_task"]}.items():
            r = one["pearson"]
            rows.append(("pearson", stratum["name"], part, one["n"], at, r["value"], r["low"], r["high"]))
    return rows


def _series(axes: Axes, values: list[Json], shift: float, marker: str, color: str, label: str, front: bool) -> None:
    known = [(at + shift, r) for at, r in enumerate(values) if r["value"] is not None]
    for at, r in known:
        if r["low"] is not None:
            axes.plot([at, at], [r["low"], r["high"]], color=color, linewidth=2 if front else 1)
    axes.plot(
        [at for at, _ in known], [r["value"] for _, r in known], marker, linestyle="-" if front else "none",
        linewidth=1, color=color, markersize=6 if front else 4, zorder=3 if front else 2, label=label,
    )  # fmt: skip


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
              bbox=BOX)  # fmt: skip
    axes.set(title="Minimum gap", xlabel="measured, log2 fold change", ylabel="predicted")
    axes.legend(loc="lower right")
    points = [("gap", None, None, 1, *map(float, row), None, None) for row in gaps]
    return points + [
        ("loess", None, None, None, float(x), float(y), None, None) for x, y in zip(at, smooth, strict=True)
    ]


def _reading(metrics: Json, why_no_quintiles: str) -> str:
    gap = metrics["min_gap"]
    if why_no_quintiles:
        rho = gap["rho"]["value"]
        text = (
            f"do not have a defined correlation ({gap['rho']['why']})"
            if rho is None
            else f"correlate with ρ = {number(rho)}"
        )
        return (
            f"Measured and predicted gaps of {gap['n']:,} elements {text}; there are no quintiles ({why_no_quintiles})."
        )
    last, quintile = metrics["strata"]["min_gap"]["strata"][-1]["name"], gap["trend"]["quintiles"][-1]
    return (
        f"{_change(metrics['strata']['min_gap'])}, and the mean gap of {number(quintile['mean'], 2)} in {last} is "
        f"predicted as {number(quintile['predicted_mean'], 2)}."
    )


def _change(by_gap: Json) -> str:
    """How accuracy changes from the first quintile to the last."""
    first, last = by_gap["strata"][0], by_gap["strata"][-1]
    r = [number(stratum["macro"]["pearson"]["value"]) for stratum in (first, last)]
    ends = f"mean r {r[0]} in {first['name']}, {r[1]} in {last['name']}"
    change = by_gap["delta_r"]
    if change["value"] is None:
        return "How accuracy changes with the gap is undefined"
    if change["low"] is None:
        return f"How far accuracy changes by chance is not known ({ends})"
    if change["low"] > 0:
        return f"Predictions are better for elements that differ more between cell types ({ends})"
    if change["high"] < 0:
        return f"Predictions are worse for elements that differ more between cell types ({ends})"
    return f"No change of accuracy with the gap was found ({ends})"


def _caption(metrics: Json, why_no_quintiles: str) -> str:
    text = (
        f"Predicted against measured minimum gap, a point an element of the {metrics['split']} rows; curve: LOESS "
        f"(span {SPAN}, at {PLACES} places); line: y = x."
    )
    if why_no_quintiles:
        return text
    return (
        "Left or above: Pearson correlation in quintiles of the measured minimum gap, Q1 with the smallest gaps, with "
        "bootstrap intervals: the mean over cell types, and each cell type (without intervals where they are many); "
        f"below the quintiles the numbers of elements. Right or below: {text[0].lower()}{text[1:]}"
    )


def _description(metrics: Json, why_no_quintiles: str) -> str:
    gap = metrics["min_gap"]
    text = f"Scatter plot of predicted against measured minimum gap, ρ {number(gap['rho']['value'])}"
    if why_no_quintiles:
        return f"{text}."
    means = [(stratum["name"], stratum["macro"]["pearson"]) for stratum in metrics["strata"]["min_gap"]["strata"]]
    r = ", ".join(f"{name} {number(one['value'])} {interval(one)}".strip() for name, one in means)
    return f"Mean Pearson correlation by quintile of the gap: {r}. {text}."
