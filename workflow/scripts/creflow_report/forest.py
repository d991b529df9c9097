"""The forest plot of an ablation: changes with intervals by group, a panel for the mean and one for each task."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes

from .inputs import Json
from .picture import Data, Picture, Value
from .style import COLORS, INK, LIGHT, MUTED, Layout, new_figure
from .text import UNDEFINED, percent, signed
from .variant_groups import Group, Member

COLUMNS = 4  # panels side by side
ROW = 0.24  # inches


def forest(ablation: Json, groups: list[Group], layout: Layout) -> Picture:
    """All variants, by group."""
    tasks = ablation["tasks"]
    parts = ["macro", *tasks] if len(tasks) > 1 else ["macro"]
    places, headings, bottom = _places(groups)
    columns = min(COLUMNS, layout.columns, len(parts))
    figure, panels = new_figure(layout, len(parts), 0.7 + ROW * bottom, COLUMNS)
    for axes, part in zip(panels, parts, strict=False):
        _panel(axes, ablation, part, places)
        axes.set_ylim(bottom - 0.4, -0.6)
        axes.set_title(part if part != "macro" else "mean" if len(tasks) > 1 else tasks[0])
        first = axes.get_subplotspec().is_first_col()
        names = [member.arm["name"] if first else "" for _, member in places]
        axes.set_yticks([place for place, _ in places], names)
    for first in range(0, len(parts), columns):
        _headings(panels[first : first + columns][-1], headings)
    figure.supxlabel(f"change in {ablation['split']} Pearson from the base, {_rows(ablation)}", fontsize=9, color=INK)
    return Picture(
        figure,
        _reading(ablation),
        _caption(ablation),
        _description(ablation),
        ["ablate/ablation.json"],
        Data(
            ("variant", "part", "change", "low", "high", "p", "p_adjusted"),
            [_row(member, part) for _, member in places for part in parts],
        ),
    )


def _row(member: Member, part: str) -> tuple[Value, ...]:
    delta = member.arm["delta"][part]
    return (member.arm["name"], part, *(delta[key] for key in ("value", "low", "high", "p", "p_adjusted")))


def _rows(ablation: Json) -> str:
    """On how many rows the variants are compared: fewer where their quality control kept fewer."""
    most = ablation["rows"]
    fewest = min((arm["rows"] for arm in ablation["variants"]), default=most)
    return f"n = {most:,}" if fewest == most else f"n = {fewest:,} to {most:,}"


def _reading(ablation: Json) -> str:
    arms = ablation["variants"]
    known = [arm for arm in arms if arm["delta"]["macro"]["value"] is not None]
    if not known:
        return f"How far {'the variant is' if len(arms) == 1 else 'variants are'} from the base is undefined."
    changed = [arm for arm in known if arm["delta"]["macro"]["significant"]]
    if not changed:
        return f"No variant of {len(arms)} differs significantly from the base."
    worst = min(known, key=lambda arm: arm["delta"]["macro"]["value"])
    best = max(known, key=lambda arm: arm["delta"]["macro"]["value"])
    text = f"{len(changed)} of {len(arms)} variants differ significantly from the base; "
    ends = [f"{arm['name']} {signed(arm['delta']['macro']['value'])}" for arm in (best, worst)]
    return text + (f"the changes reach from {ends[1]} to {ends[0]}." if len(known) > 1 else f"{ends[0]}.")


def _places(groups: list[Group]) -> tuple[list[tuple[float, Member]], list[tuple[float, str]], float]:
    """Heights of the variants and of the headings, and where the plot ends."""
    places, headings, at = [], [], 0.0
    for group in groups:
        if group.title:
            headings.append((at, group.title))
            at += 1.0
        for member in group.members:
            places.append((at, member))
            at += 1.0
        at += 0.3 if group.title else 0.0
    return places, headings, at


def _panel(axes: Axes, ablation: Json, part: str, places: list[tuple[float, Member]]) -> None:
    deltas = [(place, member, member.arm["delta"][part]) for place, member in places]
    smallest = ablation["power"]["smallest_delta"][part]["in_family"]
    low, high = _limits([delta for _, _, delta in deltas], smallest or 0.0)
    axes.set_xlim(low, high)
    axes.grid(axis="y", linewidth=0.5)  # leads the eye from the names to the last panel
    axes.spines["left"].set_visible(False)  # headings would cross it
    axes.tick_params(axis="y", length=0)
    axes.tick_params(axis="x", labelsize=7)
    axes.locator_params(axis="x", nbins=4)
    if smallest is not None:
        axes.axvspan(-smallest, smallest, color=LIGHT, alpha=0.35, linewidth=0)
    axes.axvline(0, color=MUTED, linewidth=1)
    for place, member, delta in deltas:
        _change(axes, place, delta)
        if part == "macro" and member.arm["seeds"] > 1:
            _seeds(axes, place, member)


def _limits(deltas: list[Json], smallest: float) -> tuple[float, float]:
    """The range of nearly all intervals: a variant that fails must not flatten the differences of the rest."""
    ends = [delta[end] for delta in deltas for end in ("low", "value", "high") if delta[end] is not None]
    if not ends:
        return -max(smallest, 1e-6), max(smallest, 1e-6)
    # Tukey's outer fences.
    low, high = np.percentile(ends, [25, 75])
    fence = 3 * max(high - low, 1e-6)
    first = max(low - fence, min([*ends, 0.0]))
    last = min(high + fence, max([*ends, 0.0]))
    first, last = min(first, -smallest), max(last, smallest)
    margin = 0.08 * max(last - first, 1e-6)
    return first - margin, last + margin


def _change(axes: Axes, place: float, delta: Json) -> None:
    """A point with its interval; an arrow with the number where it is beyond the panel."""
    low, high = axes.get_xlim()
    value = delta["value"]
    if value is None:
        axes.annotate(UNDEFINED, (0, place), (4, 0), textcoords="offset points", va="center", fontsize=7)
        return
    style = {"color": COLORS[0], "markerfacecolor": COLORS[0] if delta["significant"] else "white"}
    if not low <= value <= high:
        left = value < low
        edge, shift = (low, 7) if left else (high, -7)
        axes.plot(edge, place, "<" if left else ">", markersize=5, clip_on=False, **style)
        axes.annotate(
            signed(value, 2), (edge, place), (shift, 0), textcoords="offset points",
            va="center", ha="left" if left else "right", fontsize=7, color=INK,
        )  # fmt: skip
        return
    if delta["low"] is not None:
        axes.plot([delta["low"], delta["high"]], [place, place], color=COLORS[0], linewidth=1.6)
    axes.plot(value, place, "o", markersize=4.5, **style)


def _seeds(axes: Axes, place: float, member: Member) -> None:
    """Each network of the variant by itself, against the mean of the base's networks on the same rows."""
    base = member.arm["baseline"]["pearson"]["macro"]
    values = np.array([np.nan if r is None or base is None else r - base for r in member.arm["seed_pearson"]])
    axes.plot(values, np.full(len(values), place), "|", color=COLORS[1], markersize=5, markeredgewidth=1)


def _headings(axes: Axes, headings: list[tuple[float, str]]) -> None:
    """At the left edge of the figure; drawn with the last panel of its row (`axes`), so above all of them."""
    for place, title in headings:
        note = axes.annotate(
            title, (0.004, place), xycoords=("figure fraction", "data"), va="center", fontsize=8, fontweight="bold",
            color=INK, annotation_clip=False, bbox={"facecolor": "white", "linewidth": 0, "pad": 1.5},
        )  # fmt: skip
        note.set_in_layout(False)


def _caption(ablation: Json) -> str:
    power, family = ablation["power"], ablation["family"]
    several = any(arm["seeds"] > 1 for arm in ablation["variants"])
    return (
        f"Change in {ablation['split']} Pearson correlation of each variant from the base, with its paired bootstrap "
        f"interval ({percent(ablation['bootstrap']['confidence'], 0)}). Zero: the base. Filled: significant after "
        f"Holm’s correction over {family} variant{'s' if family != 1 else ''}, for the mean or within the cell type. "
        f"Shaded: smaller than what these rows resolve with probability {percent(power['power'], 0)} in that family. "
        "Arrows: beyond the panel, with the change." + (" Ticks: the single networks of the seeds." if several else "")
    )


def _description(ablation: Json) -> str:
    texts = (f"{arm['name']} {signed(arm['delta']['macro']['value'])}" for arm in ablation["variants"])
    return f"Forest plot of changes from the base with intervals: {'; '.join(texts)}."
