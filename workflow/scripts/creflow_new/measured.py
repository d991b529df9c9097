"""The measurements of one condition, an oligo a row."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
from creflow_workflow import places
from creflow_workflow.problems import INPUT, Problem

from .described import describe
from .frames import frame_of
from .layouts import GENOMIC_ELEMENT, Layout, layout_of


@dataclass
class Condition:
    """A table of one condition, by names of oligos; its columns have the names that they get in the joined table."""

    name: str
    file: str  # as it is shown
    frame: pd.DataFrame
    activities: list[str]
    error: str | None
    barcodes: str | None
    replicates: list[str]  # as the table calls them; empty when there is no column of replicates

    def task(self) -> dict[str, object]:
        """For qc.tasks."""
        activity = self.activities[0] if len(self.activities) == 1 else self.activities
        return {"name": self.name, "activity": activity, "standard_error": self.error}


def read_condition(name: str, file: str) -> Condition:
    """Throws a Problem for a table that is none of one condition, and for names that are there twice."""
    shown = places.shown(file)
    description = describe(file)
    if description["header_line"] is None and len(description["columns"]) == len(GENOMIC_ELEMENT):
        for column, called in zip(description["columns"], GENOMIC_ELEMENT, strict=True):
            column["name"] = called
    layout = layout_of(description, shown)
    frame = frame_of(file, description)
    _refuse_several_conditions(frame, shown)
    keys = [layout.name] + ([layout.replicate] if layout.replicate else [])
    if (again := frame[frame.duplicated(keys)]).size:
        of = f" in replicate {again[layout.replicate].iloc[0]}" if layout.replicate else ""
        raise Problem(
            f"{shown}: '{again[layout.name].iloc[0]}' is there twice{of} (names that repeat: {len(again):,})", INPUT
        )
    return _renamed(name, shown, frame, layout)


def _refuse_several_conditions(frame: pd.DataFrame, shown: str) -> None:
    found = frame["condition"].unique() if "condition" in frame else []
    if len(found) > 1:
        raise Problem(
            f"{shown}: column condition holds {', '.join(found[:3])}; make a table of each, and name all of them", INPUT
        )


def _renamed(name: str, shown: str, frame: pd.DataFrame, layout: Layout) -> Condition:
    replicates = list(frame[layout.replicate].unique()) if layout.replicate else []
    made: dict[str, pd.Series] = {}
    wide = frame.set_index(layout.name)
    parts = (
        [wide.loc[wide[layout.replicate] == one, layout.activities[0]] for one in replicates]
        if layout.replicate
        else [wide[column] for column in layout.activities]
    )
    for number, part in enumerate(parts, 1):
        made[f"{name}_log2FC" + (f"_rep{number}" if len(parts) > 1 else "")] = part
    activities = list(made)
    error = f"{name}_SE" if layout.error and len(parts) == 1 else None
    if error:
        made[error] = wide[layout.error]
    barcodes = f"{name}_barcodes" if layout.barcodes else None
    if barcodes:
        made[barcodes] = _fewest(wide[layout.barcodes])
    joined = pd.DataFrame(made, index=pd.Index(wide.index.unique(), name=layout.name))
    return Condition(name, shown, joined, activities, error, barcodes, replicates)


def _fewest(barcodes: pd.Series) -> pd.Series:
    """Of the replicates of each oligo, as texts."""
    numbers = pd.to_numeric(barcodes, errors="coerce")
    return numbers.groupby(level=0).min().map(lambda number: "" if pd.isna(number) else f"{number:g}")
