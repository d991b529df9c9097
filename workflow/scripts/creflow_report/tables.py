"""Reads the tables that the stages write: tab-separated below a header, NA where there is no value."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from creflow_workflow.problems import INTEGRITY, Problem

from .inputs import text_of


def read_columns(file: Path, **columns: Callable[[str], Any]) -> list[tuple[Any, ...]]:
    """These columns of each row, in this order, each field through its function. No field is quoted: an id may begin
    with a quotation mark."""
    header, *rows = (line.split("\t") for line in text_of(file).removesuffix("\n").split("\n"))
    try:
        places = [(header.index(name), read) for name, read in columns.items()]
        found = []
        for line, row in enumerate(rows, 2):
            if len(row) != len(header):
                raise Problem(f"{file}: line {line}: {len(row)} fields instead of {len(header)}", INTEGRITY)
            found.append(tuple(read(row[place]) for place, read in places))
    except ValueError as error:  # a column that is missing, a field that is no number
        raise Problem(f"{file}: {error}", INTEGRITY) from error
    return found


def value(field: str) -> float | None:
    """A number, or none."""
    return None if field == "NA" else float(field)
