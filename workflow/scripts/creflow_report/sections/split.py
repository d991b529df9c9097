"""The split: how many rows and groups are in each part, and how alike the parts are."""

from __future__ import annotations

from dataclasses import dataclass

from ..inputs import Inputs, Json

SPLITS = ("train", "val", "test")


@dataclass
class Split:
    """What the section shows."""

    split: Json
    splits: list[str]
    tasks: list[str]
    cells: list[str]  # the designed cell types that occur in any split


def read(inputs: Inputs) -> Split:
    """The report of the split; its columns are the tasks that are evaluated."""
    split = inputs.json("split/base/split_report.json")
    return Split(
        split,
        splits=[name for name in SPLITS if name in split["splits"]],
        tasks=inputs.json("eval/base/metrics.json")["tasks"],
        cells=sorted({cell for part in split["splits"].values() for cell in part.get("target_cell") or {}}),
    )
