"""What the kept elements are made of, and how the activity goes with it."""

from __future__ import annotations

import math

from matplotlib.axes import Axes

from .contents import OF_QC
from .distributions import panel_height
from .heat_map import heat_map
from .inputs import Json
from .marks import mark
from .picture import Data, Picture
from .style import Layout, new_figure
from .text import number, percent, signed

BASES = "ACGT"
PAIR_SIZE = 7.0  # points; the panel is as wide in both layouts
MOST_NAMED = 7  # cell types in a legend


def composition(qc: Json, layout: Layout) -> Picture:
    """Activity by GC content, and pairs of neighbouring bases."""
    figure, (left, right) = new_figure(layout, 2, panel_height(layout) + 0.5, columns=2)
    _by_gc(left, qc)
    ratios = _ratios(qc["composition"])
    _pairs(right, qc["composition"], ratios)
    made = qc["composition"]
    return Picture(
        figure,
        _reading(qc),
        "First panel: mean activity (log2 fold change) of the kept elements in fifths of GC content, a line a cell "
        "type; the limits of the fifths stand below. Second: shares of all pairs of neighbouring bases; colour: how "
        "often a pair is there, compared with what its two bases would give by chance, orange below and blue above.",
        "Line chart of mean activity by GC content: "
        + "; ".join(f"{task} {_from_to(qc['by_gc']['mean'][task])}" for task in qc["tasks"])
        + ". Heat map of pairs of bases: "
        + ", ".join(f"{pair} {percent(share)}" for pair, share in made["dinucleotides"].items())
        + ".",
        [OF_QC],
        Data(
            ("of", "name", "fifth", "value"),
            [("activity", task, at, y) for task in qc["tasks"] for at, y in enumerate(qc["by_gc"]["mean"][task], 1)]
            + [("spearman", task, None, qc["by_gc"]["spearman"][task]) for task in qc["tasks"]]
            + [("share", pair, None, share) for pair, share in made["dinucleotides"].items()]
            + [("observed_expected", pair, None, ratios[pair]) for pair in ratios],
        ),
    )


def _by_gc(axes: Axes, qc: Json) -> None:
    found = qc["by_gc"]
    for place, task in enumerate(qc["tasks"]):
        means = [math.nan if mean is None else mean for mean in found["mean"][task]]
        axes.plot(range(1, 6), means, markersize=4, linewidth=1.4, label=task, **mark(place))
    cuts = [number(cut, 2) for cut in found["cut_points"]]
    axes.set_xticks(range(1, 6), [f"to\n{cuts[0]}", *(f"to\n{cut}" for cut in cuts[1:]), "above"])
    axes.set(title="Activity by GC content", xlabel="GC content, fifths", ylabel="mean activity")
    if 1 < len(qc["tasks"]) <= MOST_NAMED:
        axes.legend(fontsize=7.5, handlelength=1.6, borderaxespad=0.2)


def _ratios(made: Json) -> dict[str, float | None]:
    """Observed over expected of each pair; none where a base is not there."""
    bases = {base: share or 0.0 for base, share in made["bases"].items()}
    expected = {pair: bases[pair[0]] * bases[pair[1]] for pair in made["dinucleotides"]}
    return {pair: share / expected[pair] if expected[pair] else None for pair, share in made["dinucleotides"].items()}


def _pairs(axes: Axes, made: Json, ratios: dict[str, float | None]) -> None:
    logs = {pair: math.log2(ratio) if ratio else None for pair, ratio in ratios.items()}
    values = [[logs[first + second] for second in BASES] for first in BASES]
    texts = [
        [f"{first}{second} {percent(made['dinucleotides'][first + second])}" for second in BASES] for first in BASES
    ]
    limit = max((abs(value) for value in logs.values() if value is not None), default=0.0) or 1.0
    heat_map(axes, values, texts, BASES, BASES, limit)
    for text in axes.texts:
        text.set_fontsize(PAIR_SIZE)
    axes.set(title="Pairs of bases", xlabel="second base", ylabel="first base")


def _from_to(means: list[float | None]) -> str:
    return f"from {number(means[0], 2)} to {number(means[-1], 2)}"


def _reading(qc: Json) -> str:
    cpg = f"CG is there {number(qc['composition']['cpg_observed_expected'], 2)} times as often as C and G would give it"
    known = {task: rho for task, rho in qc["by_gc"]["spearman"].items() if rho is not None}
    if not known:
        return f"{cpg}."
    most = max(known, key=lambda task: abs(known[task]))
    where = f" the most in {most}" if len(known) > 1 else f" in {most}"
    return f"Activity goes with GC content{where} (Spearman {signed(known[most], 2)}); {cpg}."
