"""A table as texts, read as cre-qc reads it: its delimiter, header and encoding are those that the tool found."""

from __future__ import annotations

import csv
import itertools
from pathlib import Path

import pandas as pd
from creflow_workflow import places
from creflow_workflow.problems import INPUT, Problem
from creflow_workflow.text_lines import lines_of

from .described import Description


def frame_of(file: str | Path, description: Description) -> pd.DataFrame:
    """All rows with a value, a text a field, without blanks around it; decimal commas are points. Throws a Problem for
    a row with another number of fields than the header."""
    names = [column["name"] for column in description["columns"]]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise Problem(f"{places.shown(file)}: column '{twice[0]}' is there twice", INPUT)
    before = (description["header_line"] or 1) - 1
    lines = (f"{line}\n" for line in itertools.islice(lines_of(file), before, None))
    records = csv.reader(lines, delimiter=description["delimiter"], skipinitialspace=True)
    if description["header_line"] is not None:
        next(records, None)
    rows = []
    for record in records:
        fields = [field.strip() for field in record]
        if not any(fields):
            continue
        if len(fields) != len(names):
            where = f"{places.shown(file)}: line {before + records.line_num}"
            raise Problem(f"{where}: {len(fields)} fields, the header has {len(names)}", INPUT)
        rows.append(fields)
    frame = pd.DataFrame(rows, columns=names, dtype=str)
    if description["decimal_commas"]:
        for column in description["columns"]:
            if column["kind"] == "number":
                frame[column["name"]] = frame[column["name"]].str.replace(",", ".", regex=False)
    return frame
