"""Distributions before and after quality control."""

from __future__ import annotations

from matplotlib.axes import Axes
from matplotlib.ticker import NullFormatter, StrMethodFormatter

from .contents import OF_QC
from .distributions import BEFORE_AFTER, before_and_after, panel_height, table
from .inputs import Json
from .picture import Data, Picture, undrawn
from .style import COLORS, INK, Layout, new_figure
from .text import count, number, percent, signed

FILLED = "Filled: all rows that could be read. Line: rows kept."


def activities(qc: Json, layout: Layout) -> Picture:
    """A panel a cell type."""
    drawn = {task: qc["histograms"]["tasks"][task]["activity"] for task in qc["tasks"]}
    figure, panels = new_figure(layout, len(drawn), panel_height(layout))
    for axes, (task, histogram) in zip(panels, drawn.items(), strict=True):
        before_and_after(axes, histogram)
        axes.set(title=task, xlabel="activity, log2 fold change")
        axes.set_ylabel("rows" if axes.get_subplotspec().is_first_col() else "")
    before, after = qc["before"]["tasks"], qc["after"]["tasks"]
    text = "; ".join(f"{task} {number(before[task]['mean'])} to {number(after[task]['mean'])}" for task in drawn)
    return Picture(
        figure,
        _activity_reading(qc),
        f"Activity in {_bins(drawn)} bins before and after quality control. {FILLED}",
        f"Histograms of activity before and after quality control; means: {text}.",
        [OF_QC],
        table({(task,): histogram for task, histogram in drawn.items()}, ("task",), BEFORE_AFTER),
    )


def _bins(drawn: dict[str, Json]) -> int:
    return max(len(histogram["edges"]) - 1 for histogram in drawn.values())


def _activity_reading(qc: Json) -> str:
    if not qc["rejected"]:
        return "No row was rejected: activities are the same before and after quality control."
    before, after = qc["before"]["tasks"], qc["after"]["tasks"]
    moved = {task: after[task]["mean"] - before[task]["mean"] for task in qc["tasks"]}
    most = max(moved, key=lambda task: abs(moved[task]))
    sd = f"its SD from {number(before[most]['sd'])} to {number(after[most]['sd'])}"
    if len(moved) == 1:
        return f"Quality control moved the mean activity by {signed(moved[most])} and {sd}."
    return f"Quality control moved the mean activity most in {most}, by {signed(moved[most])}, and {sd}."


def errors(qc: Json, layout: Layout) -> Picture:
    """A panel for each cell type that has them."""
    histograms = {task: qc["histograms"]["tasks"][task]["standard_error"] for task in qc["tasks"]}
    drawn = {task: histogram for task, histogram in histograms.items() if histogram}
    if not drawn:
        return undrawn(layout, "The table has no standard errors.", [OF_QC], ("task", "from", "to", *BEFORE_AFTER))
    figure, panels = new_figure(layout, len(drawn), panel_height(layout))
    rejects = qc["se"]["rule"] != "C"
    for axes, (task, histogram) in zip(panels, drawn.items(), strict=True):
        before_and_after(axes, histogram)
        if rejects:
            _threshold(axes, qc["se"]["threshold"])
        axes.set(title=task, xlabel="standard error")
        axes.set_ylabel("rows" if axes.get_subplotspec().is_first_col() else "")
    medians = "; ".join(f"{task} {number(qc['after']['tasks'][task]['se_median'])}" for task in drawn)
    without = [task for task in histograms if task not in drawn]
    return Picture(
        figure,
        _error_reading(qc, list(drawn)),
        f"Standard errors (log2 fold change) in {_bins(drawn)} bins before and after quality control. {FILLED}"
        + (f" Dashed: the threshold of rule {qc['se']['rule']}." if rejects else " Rule C rejects no row.")
        + (f" Without standard errors: {', '.join(without)}." if without else ""),
        f"Histograms of standard errors before and after quality control; medians after it: {medians}.",
        [OF_QC],
        table({(task,): histogram for task, histogram in drawn.items()}, ("task",), BEFORE_AFTER),
    )


def _threshold(axes: Axes, threshold: float) -> None:
    axes.vlines(threshold, 0, axes.dataLim.y1, color=COLORS[1], linestyle="--", linewidth=1.3)
    low, high = axes.get_xlim()
    axes.set_xlim(min(low, threshold - 0.05 * (high - low)), max(high, threshold + 0.05 * (high - low)))


def _error_reading(qc: Json, tasks: list[str]) -> str:
    medians = {task: qc["after"]["tasks"][task]["se_median"] for task in tasks}
    medians = {task: median for task, median in medians.items() if median is not None}
    removed = percent(qc["se"]["active_removed_fraction"]) if qc["se"]["rule"] != "C" else "none"
    start = f"Rule {qc['se']['rule']} removes {removed} of the {count(qc['se']['candidates'])} rows that reach it"
    if not medians:
        return f"{start}; no kept row has a standard error."
    low, high = min(medians, key=medians.__getitem__), max(medians, key=medians.__getitem__)
    if low == high:
        return f"{start}; the median standard error of the kept rows is {number(medians[low])}."
    return (
        f"{start}; the median standard error of the kept rows reaches from {number(medians[low])} in {low} to "
        f"{number(medians[high])} in {high}."
    )


def gc_content_and_length(qc: Json, layout: Layout) -> Picture:
    """Two panels."""
    gc, length = qc["histograms"]["gc"], qc["histograms"]["length"]
    figure, (left, right) = new_figure(layout, 2, panel_height(layout) + 0.1, columns=2)
    _gc(left, gc)
    _lengths(right, length, qc["length"])
    told = qc["after"]["gc"]
    share = qc["length_profile"]["mode_share"]
    return Picture(
        figure,
        f"Kept elements have a GC content of {number(told['mean'])} on average (SD {number(told['sd'])}), and "
        f"{'all' if share == 1 else percent(share)} of the sequences that could be read are "
        f"{count(qc['length_profile']['mode'])} bp long.",
        "First panel: GC content, the share of G and C among the known bases, in bins of .02. "
        f"{FILLED} Second panel: lengths of all sequences that could be read, rows on a log scale; dashed: the length "
        "of the elements.",
        f"Histograms of GC content before and after quality control, mean {number(told['mean'])}, and of sequence "
        f"lengths, from {count(qc['length_profile']['min'])} to {count(qc['length_profile']['max'])} bp.",
        [OF_QC],
        _gc_and_length_data(gc, length),
    )


def _gc(axes: Axes, gc: Json) -> None:
    before_and_after(axes, gc)
    used = [edge for edge, rows in zip(gc["edges"], gc["before"], strict=False) if rows]
    if used:
        axes.set_xlim(max(0.0, used[0] - 0.04), min(1.0, used[-1] + 0.06))
    axes.set(title="GC content", xlabel="share of G and C", ylabel="rows")


def _length_points(length: Json) -> list[tuple[float, int]]:
    """Lengths with their rows; the middle of a bin stands for it."""
    if "values" in length:
        places = length["values"]
    else:
        places = [(low + high - 1) / 2 for low, high in zip(length["edges"][:-1], length["edges"][1:], strict=True)]
    return [(at, rows) for at, rows in zip(places, length["before"], strict=True) if rows]


def _lengths(axes: Axes, length: Json, chosen: int) -> None:
    points = _length_points(length)
    axes.axvline(chosen, color=COLORS[1], linestyle="--", linewidth=1.3, label=f"elements: {chosen:,} bp")
    axes.set_yscale("log")
    axes.yaxis.set_major_formatter(StrMethodFormatter("{x:,.0f}"))
    axes.yaxis.set_minor_formatter(NullFormatter())
    axes.vlines([at for at, _ in points], 0.5, [rows for _, rows in points], color=COLORS[0], linewidth=1)
    axes.plot([at for at, _ in points], [rows for _, rows in points], "o", color=COLORS[0], markersize=4)
    if len(points) <= 5:
        for at, rows in points:
            axes.annotate(f"{rows:,}", (at, rows), (5, 2), textcoords="offset points", fontsize=8, color=INK)
    most = max((rows for _, rows in points), default=1)
    axes.set_ylim(0.5, most * (most / 0.5) ** 0.3)
    low, high = min([chosen, *(at for at, _ in points)]), max([chosen, *(at for at, _ in points)])
    margin = max(2.0, 0.12 * (high - low))
    axes.set_xlim(low - margin, high + margin)
    axes.xaxis.get_major_locator().set_params(integer=True)
    axes.locator_params(axis="x", nbins=6)
    axes.legend(loc="upper right", borderaxespad=0.1, handlelength=1.4, fontsize=7.5)
    axes.set(title="Sequence length", xlabel="bases (bp)", ylabel="rows (log scale)")


def _gc_and_length_data(gc: Json, length: Json) -> Data:
    """Lengths have no numbers after: all kept elements have the same."""
    if "values" in length:
        rows = [("length", at, at, rows, None) for at, rows in zip(length["values"], length["before"], strict=True)]
    else:
        edges = zip(length["edges"][:-1], length["edges"][1:], length["before"], strict=True)
        rows = [("length", low, high, rows, None) for low, high, rows in edges]
    gc_rows = table({("gc",): gc}, ("of",), BEFORE_AFTER)
    return Data(gc_rows.columns, [*gc_rows.rows, *rows])
