"""The largest residuals as rows of a table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .tables import read_columns, value
from .text import NONE, number

SHOWN = 50  # rows in the page, at most, shared by the cell types

COLUMNS: dict[str, tuple[str, Callable[[Any], str]]] = {  # of the table: heading, and how a value is shown
    "id": ("Element", str),
    "activity": ("Measured", number),
    "predicted": ("Predicted", number),
    "residual": ("Residual", number),
    "group": ("Group", str),
    "target_cell": ("Designed for", str),
    "min_gap": ("MinGap", number),
    "standard_error": ("Standard error", number),
    "gc": ("GC", number),
    "flags": ("Flags", str),
}
TEXTS = ("id", "group", "target_cell", "flags")
FLAGS = {"length_adjusted": "length adjusted", "duplicate": "duplicate"}  # columns of the table that are one here


@dataclass
class OutlierTable:
    """What the page shows of tables/outliers.tsv: columns without any value are left out."""

    headings: list[tuple[str, bool]]  # and whether the column holds numbers
    rows: dict[str, list[list[str]]]  # by cell type, largest first
    counts: dict[str, int]  # of all rows of the file, by cell type


def read_outliers(file: Path, tasks: list[str]) -> OutlierTable:
    """The largest of each cell type."""
    names = [name for name in COLUMNS if name != "flags"]
    readers = {name: str if name in TEXTS else value for name in names}
    rows = []
    for task, *fields in read_columns(file, task=str, **dict.fromkeys(FLAGS, str), **readers):
        flags = [text for text, field in zip(FLAGS.values(), fields, strict=False) if field == "yes"]
        values = dict(zip(names, fields[len(FLAGS) :], strict=True))
        rows.append((task, values | {"flags": ", ".join(flags) or "NA"}))
    used = [name for name in COLUMNS if any(not _missing(name, row[name]) for _, row in rows)]
    cells = {task: [[_cell(name, row[name]) for name in used] for of, row in rows if of == task] for task in tasks}
    most = max(1, SHOWN // len(tasks))
    return OutlierTable(
        [(COLUMNS[name][0], name not in TEXTS) for name in used],
        {task: of_task[:most] for task, of_task in cells.items()},
        {task: len(of_task) for task, of_task in cells.items()},
    )


def _cell(name: str, found: str | float | None) -> str:
    return NONE if _missing(name, found) else COLUMNS[name][1](found)


def _missing(name: str, found: str | float | None) -> bool:
    """An element may well be called NA."""
    return found is None or (found == "NA" and name != "id")
