"""The split: how many rows and groups are in each part, how alike the parts are, and how related."""

from __future__ import annotations

import math
from dataclasses import dataclass

from ..inputs import Inputs, Json
from ..picture import Picture
from ..split_distributions import distributions
from ..split_shares import shares
from ..style import Layout

SPLITS = ("train", "val", "test")
TOGETHER = {
    "sequence": "the same sequence",
    "column": "the same value of the group column",
    "near_duplicate": "nearly the same sequence",
    "minhash": "many words of their sequences in common",
    "interval": "overlapping places",
}


@dataclass
class Split:
    """What the section shows."""

    split: Json
    splits: list[str]
    tasks: list[str]
    cells: list[str]  # the designed cell types that occur in any split
    groups: int  # in all
    large: list[Json]  # the largest groups, but for those of a single row
    strata: dict[str, list[str]]  # of the table: the values that occur in any split
    together: list[str]  # what the rows of a group have
    chance_smd: float  # standardized mean differences of test that a random split has in 19 of 20 cases
    pairs: list[tuple[str, Json]]  # of the leakage audit: what is compared, and what was found
    places: bool  # are places on the genome known?


def read(inputs: Inputs) -> Split:
    """The report of the split; its columns are the tasks that are evaluated."""
    split = inputs.json("split/base/split_report.json")
    return Split(
        split,
        splits=[name for name in SPLITS if name in split["splits"]],
        tasks=inputs.json("eval/base/metrics.json")["tasks"],
        cells=_cells(split),
        groups=sum(part["groups"] for part in split["splits"].values()),
        large=[group for group in split["largest_groups"] if group["rows"] > 1],
        strata=_strata(split),
        together=[TOGETHER[kind] for kind in split["group_by"]],
        chance_smd=1.96 * math.sqrt(sum(1 / split["splits"][name]["rows"] for name in ("train", "test"))),
        pairs=_pairs(split),
        places=split["leakage"]["test_train"]["places"] is not None,
    )


def _pairs(split: Json) -> list[tuple[str, Json]]:
    keys = ("test_train", "val_train", "test_val")
    return [(" beside ".join(key.split("_")), split["leakage"][key]) for key in keys]


def _cells(split: Json) -> list[str]:
    """None where no element has one."""
    found = sorted({cell for part in split["splits"].values() for cell in part["target_cell"]})
    return [] if found == ["unknown"] else found


def _strata(split: Json) -> dict[str, list[str]]:
    parts = [part["strata"] for part in split["splits"].values()]
    names = dict.fromkeys(name for part in parts for name in part)
    return {name: sorted({value for part in parts for value in part[name]}) for name in names}


def split_shares(shown: Split, layout: Layout) -> Picture:
    """Sizes, and shares of target cells."""
    return shares(shown.split, shown.splits, shown.cells, layout)


def split_distributions(shown: Split, layout: Layout) -> Picture:
    """Activity, standard error and MinGap."""
    return distributions(shown.split, shown.splits, shown.tasks, layout)
