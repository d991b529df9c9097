"""Tables of single conditions and the sequences of their design as one wide table, with what did not match."""

from __future__ import annotations

import gzip
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd
from creflow_workflow import places
from creflow_workflow.manifest import write_atomically
from creflow_workflow.problems import INPUT, Problem

from .described import column_of, column_of_names, describe
from .frames import frame_of
from .measured import Condition
from .sequences import Design

USUAL_BARCODES = 10  # what MPRAsnakeflow asks for
_MOST_NAMES = 3


@dataclass
class Joined:
    """A row an oligo that has a sequence and was measured in some condition."""

    frame: pd.DataFrame
    tasks: list[dict[str, object]]  # for qc.tasks; empty: they are guessed
    said: list[str] = field(default_factory=list)  # what was joined, and what did not match

    def write(self, file: Path) -> None:
        """As TSV, gzip; the same bytes for the same rows."""
        text = self.frame.to_csv(sep="\t", index=False, lineterminator="\n")
        write_atomically(file, gzip.compress(text.encode(), mtime=0))


def join(conditions: Sequence[Condition], design: Design) -> Joined:
    """Throws a Problem when no name of a table is one of the design, or when columns would have the same name."""
    measured = pd.Index([])
    for condition in conditions:
        measured = measured.union(condition.frame.index, sort=False)
    rows, spelled = design.named_as(measured)
    rows = rows.set_index(design.name, drop=False)
    _refuse_nothing_in_common([(one.file, one.frame.index) for one in conditions], rows.index, design.file)
    said = [_said_of(condition) for condition in conditions]
    said.append(f"sequences: {design.file}, {len(rows):,}" + (f", names taken {spelled}" if spelled else ""))
    for condition in conditions:
        unknown = condition.frame.index.difference(rows.index, sort=False)
        said += _unmatched(unknown, len(condition.frame), f"{condition.name}: ", f"a sequence in {design.file}")
    said += _unmatched(rows.index.difference(measured, sort=False), len(rows), "", "a measurement")
    rows = rows.loc[rows.index.isin(measured)]
    for condition in conditions:
        if both := [column for column in condition.frame if column in rows]:
            raise Problem(f"{design.file}: has a column {both[0]}, too; rename it", INPUT)
        rows = rows.join(condition.frame)
    said += _barcodes(rows, conditions)
    return Joined(rows, [condition.task() for condition in conditions], said)


def join_sequences(file: str, design: Design) -> Joined:
    """A table of all conditions that lacks the sequences. Throws a Problem when it has them, or no names."""
    shown = places.shown(file)
    description = describe(file)
    if sequence := column_of(description, "sequence"):
        raise Problem(f"{shown}: column {sequence} holds sequences; leave --sequences out", INPUT)
    name = column_of_names(description)
    if name is None:
        columns = ", ".join(column["name"] for column in description["columns"])
        raise Problem(f"{shown}: no column with names that could be found in {design.file}; columns: {columns}", INPUT)
    table = frame_of(file, description)
    rows, spelled = design.named_as(table[name])
    rows = rows.set_index(design.name)
    _refuse_nothing_in_common([(shown, pd.Index(table[name]))], rows.index, design.file)
    said = [f"sequences: {design.file}, {len(rows):,}" + (f", names taken {spelled}" if spelled else "")]
    said += _unmatched(pd.Index(table.loc[~table[name].isin(rows.index), name]), len(table), "", "a sequence")
    said += _unmatched(rows.index.difference(pd.Index(table[name]), sort=False), len(rows), "", f"a row in {shown}")
    added = rows[[column for column in rows if column not in table]]
    return Joined(table.join(added, on=name, how="inner"), [], said)


def _refuse_nothing_in_common(tables: Sequence[tuple[str, pd.Index]], names: pd.Index, design: str) -> None:
    for file, found in tables:
        if not found.isin(names).any():
            ours, theirs = (next(iter(index), "") for index in (found, names))
            raise Problem(f"{file}: none of its names is in {design}: '{ours}' here, '{theirs}' there", INPUT)


def _said_of(condition: Condition) -> str:
    parts = [f"{condition.name}: {condition.file}, {len(condition.frame):,} oligos"]
    if len(condition.activities) > 1:
        called = f" ({', '.join(condition.replicates)})" if condition.replicates else ""
        parts.append(f"{len(condition.activities)} replicates{called}, whose mean is the activity")
    if condition.barcodes and len(condition.replicates) > 1:
        parts.append(f"{condition.barcodes}: the fewest of its replicates")
    return "; ".join(parts)


def _unmatched(names: pd.Index, of: int, before: str, what: str) -> list[str]:
    if len(names) == 0:
        return []
    first = ", ".join(names[:_MOST_NAMES]) + (", ..." if len(names) > _MOST_NAMES else "")
    return [f"{before}{len(names):,} of {of:,} without {what}, left out: {first}"]


def _barcodes(rows: pd.DataFrame, conditions: Sequence[Condition]) -> list[str]:
    """What a minimum of barcodes would remove."""
    columns = [condition.barcodes for condition in conditions if condition.barcodes]
    if not columns:
        return []
    counts = rows[columns].apply(pd.to_numeric, errors="coerce")
    few = (~(counts >= USUAL_BARCODES).all(axis=1)).sum()
    minimum = ", ".join(f"{column}: {USUAL_BARCODES}" for column in columns)
    return [f"qc: {{minimum: {{{minimum}}}}} would reject {few:,} of {len(rows):,} rows, with fewer barcodes or none"]
