"""Strata as the rows of a table: accuracy where the rows are divided by one of their properties."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .inputs import Json
from .phrases import between, cells
from .text import count, number

TITLES = {  # of metrics.strata, in the order in which they are shown
    "standard_error": "Standard error of the measurement",
    "gc": "GC content",
    "activity": "Measured activity",
    "flags": "Flags of quality control",
    "target_cell": "Designed cell type",
    "member_sd": "Spread of the ensemble",
}


def title(kind: str) -> str:
    """Of one that is not known here: its own name."""
    return TITLES.get(kind, kind.replace("_", " ").capitalize())


@dataclass
class Stratum:
    """A row of the table."""

    name: str
    range: str
    n: str
    pearson: Json
    mae: Json
    ceiling: float | None  # mean over cell types of Pearson over the noise ceiling, undefined as soon as one is
    note: str


@dataclass
class Kind:
    """One way to divide the rows: a group of rows of the table."""

    title: str
    unit: str
    strata: list[Stratum]
    difference: Json | None  # of Pearson, the last quintile minus the first
    good: str  # what else is said of it
    bad: str


def kinds(metrics: Json, without: Sequence[str]) -> list[Kind]:
    """Those that there are, but for those `without`."""
    found = metrics["strata"]
    return [_kind(name, found[name], metrics) for name in _order(found, without) if found[name]["strata"]]


def absent(metrics: Json, without: Sequence[str]) -> list[tuple[str, str]]:
    """Titles of those that there are not, and why."""
    found = metrics["strata"]
    names = [name for name in _order(found, without) if not found[name]["strata"]]
    return [(title(name), found[name]["why"]) for name in names]


def _order(found: Json, without: Sequence[str]) -> list[str]:
    known = [name for name in TITLES if name in found]
    return [name for name in dict.fromkeys([*known, *found]) if name not in without]


def _kind(name: str, found: Json, metrics: Json) -> Kind:
    good = bad = ""
    if rises := found.get("error_rises"):
        flagged = [task for task in rises if rises[task]["flagged"]]
        good = "" if flagged else f"errors rise with it in {cells(list(rises), metrics['tasks'])}"
        bad = f"errors do not rise with it in {cells(flagged, metrics['tasks'])}" if flagged else ""
    strata = [_stratum(one, metrics["bootstrap"]["resamples"]) for one in found["strata"]]
    return Kind(title(name), found["unit"], strata, found.get("delta_r"), good, bad)


def _stratum(found: Json, resamples: int) -> Stratum:
    tasks = list(found["per_task"].values())
    ceilings = [one["relative_pearson"] for one in tasks]
    mean = None if None in ceilings else sum(ceilings) / len(ceilings)
    ranges = [found["range"]] if "range" in found else [one["range"] for one in tasks if "range" in one]
    text = f"{number(min(low for low, _ in ranges))} to {number(max(high for _, high in ranges))}" if ranges else ""
    n = between([count(one) for one in sorted(one["n"] for one in tasks)])
    macro = found["macro"]
    return Stratum(found["name"], text, n, macro["pearson"], macro["mae"], mean, _note(macro, resamples))


def _note(macro: Json, resamples: int) -> str:
    """Why a value is not there, or that its interval rests on fewer resamples."""
    notes = []
    for name, one in (("Pearson", macro["pearson"]), ("MAE", macro["mae"])):
        if one["value"] is None:
            notes.append(f"{name}: {one.get('why', 'undefined')}")
        elif one.get("flagged"):
            notes.append(f"{name} undefined in {count(one['skipped'])} of {count(resamples)} resamples")
    return "; ".join(notes)
