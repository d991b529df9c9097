"""Cell-type specificity: minimum gaps, the cell that an element is most active in, and differences between cells."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .. import cell_pairs as pairs_of_cells
from .. import gap_strata, top_cells
from ..inputs import Inputs, Json
from ..picture import Picture
from ..style import Layout
from ..tables import pairs

MIN_GAP = "eval/base/tables/min_gap.tsv"

DEFINITIONS = {
    "column": (
        "the one in the table’s MinGap column; predicted is the activity in the cell type that the element was made "
        "for, minus the highest one in any other cell type"
    ),
    "target_minus_best_other": (
        "the activity in the cell type that the element was made for, minus the highest one in any other cell type"
    ),
    "top1_minus_top2": "the highest activity in any cell type, minus the second highest",
}


@dataclass
class Quintile:
    """A row of Table 3."""

    stratum: Json  # of metrics["strata"]["min_gap"]
    gap: Json  # of metrics["min_gap"]["trend"]


@dataclass
class Specificity:
    """What the section shows."""

    metrics: Json
    gaps: np.ndarray  # (N, 2) measured and predicted
    definition: str  # in words
    quintiles: list[Quintile]  # none where rows are too few or alike
    why_no_quintiles: str


def read(inputs: Inputs) -> Specificity:
    """The gaps of the base, and what was made of them."""
    metrics = inputs.json("eval/base/metrics.json")
    gaps = pairs(inputs.file(MIN_GAP))
    gap = metrics["min_gap"]
    if gap is None:
        return Specificity(metrics, gaps, "", [], metrics["why"]["min_gap"])
    strata = metrics["strata"]["min_gap"]
    definition = DEFINITIONS.get(gap["definition"], f"that of eval.min_gap.definition: {gap['definition']}")
    if strata["strata"] is None or gap["trend"] is None:
        return Specificity(metrics, gaps, definition, [], strata["why"])
    trend = gap["trend"]["quintiles"]
    rows = [Quintile(stratum, one) for stratum, one in zip(strata["strata"], trend, strict=True)]
    return Specificity(metrics, gaps, definition, rows, "")


def min_gap_strata(shown: Specificity, layout: Layout) -> Picture:
    """Accuracy by quintile of the gap, and predicted against measured gaps."""
    return gap_strata.draw(shown.metrics, shown.gaps, shown.why_no_quintiles, layout)


def confusion(shown: Specificity, layout: Layout) -> Picture:
    """Which cell is highest: measured against predicted."""
    return top_cells.draw(shown.metrics, layout)


def cell_pairs(shown: Specificity, layout: Layout) -> Picture:
    """Correlations of differences between cells."""
    return pairs_of_cells.draw(shown.metrics, layout)
