"""The sequences of a design: a FASTA file, or a table with names and sequences."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
from creflow_workflow import places
from creflow_workflow.problems import INPUT, Problem
from creflow_workflow.text_lines import lines_of

from .described import column_of, column_of_names, describe
from .frames import frame_of

# How a name may be written in tables: as it is, without what follows a blank, as MPRAlib writes it.
_SPELLINGS: dict[str, Callable[[str], str]] = {
    "": str,
    "up to the first blank": lambda name: name.split()[0],
    "with _ for blanks and brackets": lambda name: re.sub(r"[\s\[\]]", "_", name),
}


@dataclass
class Design:
    """Sequences and what else is known of each."""

    file: str  # as it is shown
    frame: pd.DataFrame  # a row a sequence
    name: str  # its column of names

    def named_as(self, names: Iterable[str]) -> tuple[pd.DataFrame, str]:
        """The rows with the names that fit most of `names`, and how they were spelled so."""
        wanted = set(names)
        best, said = self.frame[self.name], ""
        for spelling, spell in _SPELLINGS.items():
            spelled = self.frame[self.name].map(spell)
            if spelled.is_unique and spelled.isin(wanted).sum() > best.isin(wanted).sum():
                best, said = spelled, spelling
        return self.frame.assign(**{self.name: best}), said


def read_design(file: str) -> Design:
    """Throws a Problem for names or sequences that are missing, and for names that are there twice."""
    shown = places.shown(file)
    if _is_fasta(file):
        design = Design(shown, _of_fasta(file, shown), "id")
    else:
        description = describe(file)
        name, sequence = column_of_names(description), column_of(description, "sequence")
        columns = ", ".join(column["name"] for column in description["columns"])
        lacking = [what for what, column in (("names", name), ("sequences", sequence)) if column is None]
        if lacking:
            raise Problem(f"{shown}: no column of {' and none of '.join(lacking)}; columns present: {columns}", INPUT)
        design = Design(shown, frame_of(file, description), name)
    names = design.frame[design.name]
    if (twice := names[names.duplicated()]).size:
        raise Problem(
            f"{shown}: '{twice.iloc[0]}' is there twice (names that repeat: {len(twice):,}); they must be unique", INPUT
        )
    return design


def _is_fasta(file: str | Path) -> bool:
    return next((line for line in lines_of(file) if line.strip()), "").startswith(">")


def _of_fasta(file: str | Path, shown: str) -> pd.DataFrame:
    names: list[str] = []
    parts: list[list[str]] = []
    for number, line in enumerate(lines_of(file), 1):
        if line.startswith(">"):
            names.append(line[1:].strip())
            parts.append([])
            if not names[-1]:
                raise Problem(f"{shown}: line {number}: a sequence without a name", INPUT)
        elif line.strip():
            parts[-1].append("".join(line.split()))
    sequences = ["".join(lines) for lines in parts]
    if "" in sequences:
        raise Problem(f"{shown}: '{names[sequences.index('')]}' has no sequence", INPUT)
    return pd.DataFrame({"id": names, "sequence": sequences}, dtype=str)
