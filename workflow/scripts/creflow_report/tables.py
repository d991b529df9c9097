"""Reads the tables that the stages write: tab-separated below a header, NA where there is no value."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from creflow_workflow.problems import INTEGRITY, Problem

from .inputs import text_of

Points = dict[str, list[tuple[float, float]]]  # measured and predicted activity of each row, by task


def read_columns(file: Path, **columns: Callable[[str], Any]) -> list[tuple[Any, ...]]:
    """These columns of each row, in this order, each field through its function. No field is quoted: an id may begin
    with a quotation mark."""
    header, *rows = (line.split("\t") for line in text_of(file).removesuffix("\n").split("\n"))
    missing = [name for name in columns if name not in header]
    if missing:
        raise Problem(f"{file}: has no column '{missing[0]}'", INTEGRITY)
    places = [(header.index(name), read) for name, read in columns.items()]
    found = []
    for line, row in enumerate(rows, 2):
        if len(row) != len(header):
            raise Problem(f"{file}: line {line}: {len(row)} fields instead of {len(header)}", INTEGRITY)
        try:
            found.append(tuple(read(row[place]) for place, read in places))
        except ValueError as error:  # a field that is no number
            raise Problem(f"{file}: line {line}: {error}", INTEGRITY) from error
    return found


def value(field: str) -> float | None:
    """A number, or none."""
    return None if field == "NA" else float(field)


def points(file: Path) -> Points:
    """tables/scatter.tsv."""
    found: Points = {}
    for task, measured, predicted in read_columns(file, task=str, activity=float, predicted=float):
        found.setdefault(task, []).append((measured, predicted))
    return found


def pairs(file: Path) -> np.ndarray:
    """(N, 2) measured and predicted values of a table: tables/min_gap.tsv."""
    return np.array(read_columns(file, measured=float, predicted=float), dtype=float).reshape(-1, 2)
