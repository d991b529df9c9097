"""The forest plot of an ablation: changes with intervals by group, a panel for the mean and one for each task."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from .ablation import Group, Member
from .sources import Json
from .style import COLORS, INK, LIGHT, MUTED, new_figure
from .text import UNDEFINED, percent, signed

COLUMNS = 4  # panels side by side
ROW = 0.24  # inches


def forest(ablation: Json, groups: list[Group]) -> tuple[Figure, str, str]:
    """The figure, its caption and its description."""
    parts = ["macro", *ablation["tasks"]]
    places, headings, bottom = _places(groups)
    rows = -(-len(parts) // COLUMNS)
    columns = min(COLUMNS, len(parts))
    figure, panels = new_figure(9.0, rows * (0.8 + ROW * bottom), rows, columns)
    for axes, part in zip(panels, parts, strict=False):
        _panel(axes, ablation, part, places)
        axes.set_ylim(bottom - 0.4, -0.6)
        axes.set_title("mean of cell types" if part == "macro" else part)
        if axes.get_subplotspec().is_first_col():
            _label(axes, places, headings)
        else:
            axes.set_yticks([place for place, _ in places], [""] * len(places))
    for axes in panels[len(parts) :]:
        axes.set_visible(False)
    figure.supxlabel(f"change in {ablation['split']} Pearson from the base", fontsize=9, color=INK)
    return figure, _caption(ablation), _description(ablation)


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
    axes.grid(axis="y", visible=False)
    axes.set_facecolor("none")
    smallest = ablation["power"]["smallest_delta"][part]["in_family"]
    if smallest is not None:
        axes.axvspan(-smallest, smallest, color=LIGHT, alpha=0.35, linewidth=0)
    axes.axvline(0, color=MUTED, linewidth=1)
    for place, member in places:
        delta = member.arm["delta"][part]
        if delta["value"] is None:
            axes.annotate(UNDEFINED, (0, place), (4, 0), textcoords="offset points", va="center", fontsize=7)
            continue
        if delta["low"] is not None:
            axes.plot([delta["low"], delta["high"]], [place, place], color=COLORS[0], linewidth=1.6)
        fill = COLORS[0] if delta["significant"] else "white"
        axes.plot(delta["value"], place, "o", color=COLORS[0], markerfacecolor=fill, markersize=4.5)
        if part == "macro" and member.arm["seeds"] > 1:
            _seeds(axes, ablation, place, member)
    axes.margins(x=0.08)
    axes.tick_params(axis="x", labelsize=7)
    axes.locator_params(axis="x", nbins=4)


def _seeds(axes: Axes, ablation: Json, place: float, member: Member) -> None:
    """Each network of the variant by itself, against the mean of the base's networks on the same rows."""
    base = member.arm["baseline"]["pearson"]["macro"]
    values = np.array([np.nan if r is None or base is None else r - base for r in member.arm["seed_pearson"]])
    axes.plot(values, np.full(len(values), place), "|", color=COLORS[1], markersize=5, markeredgewidth=1)


def _label(axes: Axes, places: list[tuple[float, Member]], headings: list[tuple[float, str]]) -> None:
    axes.set_yticks([place for place, _ in places], [member.arm["name"] for _, member in places])
    for place, title in headings:
        # A heading has its row to itself and may run on over the next panels.
        note = axes.annotate(
            title, (0, place), (4, 0), xycoords=axes.get_yaxis_transform(), textcoords="offset points",
            va="center", fontsize=8, fontweight="bold", color=INK, annotation_clip=False,
        )  # fmt: skip
        note.set_in_layout(False)


def _caption(ablation: Json) -> str:
    power, family = ablation["power"], ablation["family"]
    several = any(arm["seeds"] > 1 for arm in ablation["variants"])
    return (
        f"Change in {ablation['split']} Pearson correlation of each variant from the base, with its paired bootstrap "
        f"interval ({percent(ablation['bootstrap']['confidence'], 0)}). Zero: the base. Filled: significant after "
        f"Holm's correction over {family} variant{'s' if family != 1 else ''}, for the mean or within the cell type. "
        f"Shaded: smaller than what these rows resolve with probability {percent(power['power'], 0)} in that family."
        + (" Ticks: the single networks of the seeds." if several else "")
    )


def _description(ablation: Json) -> str:
    texts = (f"{arm['name']} {signed(arm['delta']['macro']['value'])}" for arm in ablation["variants"])
    return f"Forest plot of changes from the base with intervals: {'; '.join(texts)}."
