"""Reads the tables that stages wrote: tab-separated, with a header."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from creflow_workflow.problems import INTEGRITY, Problem

from .inputs import text_of

Points = dict[str, list[tuple[float, float]]]  # measured and predicted activity of each row, by task


def fields(file: Path, columns: Sequence[str]) -> Iterator[list[str]]:
    """These columns of each row. No field is quoted there: an id may begin with a quotation mark."""
    header, *rows = (row.split("\t") for row in text_of(file).removesuffix("\n").split("\n"))
    missing = [name for name in columns if name not in header]
    if missing:
        raise Problem(f"{file}: has no column '{missing[0]}'", INTEGRITY)
    places = [header.index(name) for name in columns]
    for line, row in enumerate(rows, 2):
        if len(row) != len(header):
            raise Problem(f"{file}: line {line}: {len(row)} fields instead of {len(header)}", INTEGRITY)
        yield [row[place] for place in places]


def points(file: Path) -> Points:
    """tables/scatter.tsv."""
    found: Points = {}
    for task, measured, predicted in fields(file, ("task", "activity", "predicted")):
        found.setdefault(task, []).append((_number(measured, file), _number(predicted, file)))
    return found


def pairs(file: Path) -> np.ndarray:
    """(N, 2) measured and predicted values of a table: tables/min_gap.tsv."""
    rows = [[_number(field, file) for field in row] for row in fields(file, ("measured", "predicted"))]
    return np.array(rows, dtype=float).reshape(-1, 2)


def _number(field: str, file: Path) -> float:
    try:
        return float(field)
    except ValueError as error:
        raise Problem(f"{file}: {error}", INTEGRITY) from error
