"""Where the model is weakest: strata of the evaluated rows."""

from __future__ import annotations

from dataclasses import dataclass

from ..inputs import Json
from ..text import number

KINDS = {
    "min_gap": "minimum gap",
    "gc": "GC content",
    "standard_error": "standard error",
    "activity": "measured activity",
    "flags": "row as measured or changed",
    "target_cell": "designed cell type",
    "member_sd": "spread of the networks",
}


NARROW = ("activity",)  # a division by what is predicted: correlations are low for lack of range


@dataclass
class Stratum:
    """The weakest one of a kind."""

    kind: str
    name: str
    range: str
    rows: int
    pearson: Json  # an estimate, mean over tasks
    narrow: bool  # a division by what is predicted


def weakest(strata: Json) -> list[Stratum]:
    """Of each kind the stratum with the lowest Pearson correlation, the lowest first and narrow kinds last. Undefined
    correlations cannot be ranked."""
    found = []
    for kind, division in strata.items():
        ranked = [one for one in division["strata"] or [] if one["macro"]["pearson"]["value"] is not None]
        if len(ranked) > 1:
            low = min(ranked, key=lambda one: one["macro"]["pearson"]["value"])
            found.append(_stratum(kind, low, division["unit"]))
    return sorted(found, key=lambda one: (one.narrow, one.pearson["value"]))


def _stratum(kind: str, stratum: Json, unit: str) -> Stratum:
    limits = stratum.get("range")
    text = f"{number(limits[0])} to {number(limits[1])} {unit}".strip() if limits else ""
    if not limits and unit:
        text = "its own in each cell type"
    pearson = stratum["macro"]["pearson"]
    return Stratum(KINDS.get(kind, kind), stratum["name"], text, stratum["rows"], pearson, kind in NARROW)
