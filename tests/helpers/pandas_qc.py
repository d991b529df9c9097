"""Quality control once more, in pandas and from the specification alone: what cre-qc is compared with.

Reads plain or gzip tables with a header in the first line, in UTF-8. `clean` gives every readable row with the rules
that it breaks; nothing here is taken from cre-qc.
"""

from __future__ import annotations

import csv
import gzip
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

RULES = (
    "excluded", "no_sequence", "invalid_base", "no_adaptor", "off_length", "too_many_n", "below_minimum",
    "missing_activity", "se_out_of_range", "unknown_target_cell", "se_above_threshold",
)  # fmt: skip
MISSING = {
    "", "na", "nan", "n/a", "#n/a", "<na>", "-", ".", "null", "none", "n.d.", "#div/0!", "#value!", "#ref!", "#name?",
    "#num!", "#null!",
}  # fmt: skip
IUPAC = "ACGTNRYSWKMBDHV"
DEFAULTS: dict[str, Any] = {
    "tasks": [
        {"name": name, "activity": f"{name}_l2fc", "standard_error": f"{name}_lfcSE"}
        for name in ("K562", "HepG2", "SKNSH")
    ],
    "columns": {},
    "length": None,
    "length_outlier_fraction": 0.005,
    "off_length": "auto",
    "max_n_fraction": 0.0,
    "iupac": "reject",
    "allow_missing_tasks": False,
    "se_rule": "A",
    "se_threshold": 0.5,
    "weights": "none",
    "minimum": {},
    "exclude": [],
    "exclude_column": None,
}
COLUMNS = {"id": "ID", "sequence": "sequence", "target_cell": "target_cell", "min_gap": "MinGap"}


@dataclass
class Cleaned:
    """Of N readable rows, K tasks; `kept` are those of elements.h5."""

    tasks: list[str]
    malformed: list[int]  # lines
    line: np.ndarray
    frame: pd.DataFrame  # (N) as texts
    sequence: pd.Series  # (N) upper case
    failed: pd.DataFrame  # (N, rules) of the rules in use
    activity: np.ndarray  # (N, K)
    error: np.ndarray  # (N, K)
    measured: np.ndarray  # (N, K) bool
    weight: np.ndarray  # (N, K) of the kept rows alone it is defined
    cell: np.ndarray  # (N) task, -1 unknown
    cell_name: pd.Series  # (N)
    min_gap: np.ndarray | None  # (N)
    length: int
    adjusted: np.ndarray  # (N) bool

    @property
    def kept(self) -> np.ndarray:
        """(N) bool."""
        return ~self.failed.any(axis=1).to_numpy()

    @property
    def code(self) -> pd.Series:
        """(N) of the first rule that a row breaks; missing where it breaks none."""
        return self.failed.idxmax(axis=1).where(self.failed.any(axis=1))

    def inserts(self) -> list[str]:
        """Of the kept rows, trimmed or padded, other letters than ACGT as N."""
        fitted = (fit(letters, self.length) for letters in self.sequence[self.kept])
        return [re.sub("[^ACGT]", "N", letters) for letters in fitted]


def read_lines(file: Path) -> tuple[list[str], dict[int, list[str]], list[int]]:
    """Header, fields by line, and the lines with another number of fields."""
    data = file.read_bytes()
    text = (gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data).decode()
    delimiter = max("\t,;", key=text.split("\n", 1)[0].count)
    rows = csv.reader(text.splitlines(), delimiter=delimiter)
    header = next(rows)
    fields, malformed = {}, []
    for line, row in enumerate(rows, 2):
        if len(row) == len(header):
            fields[line] = row
        else:
            malformed.append(line)
    return header, fields, malformed


def numbers(texts: pd.Series) -> tuple[np.ndarray, np.ndarray]:
    """The numbers, NaN where missing, and where there is none that can be read."""
    bare = texts.str.strip()
    missing = bare.str.lower().isin(MISSING)
    values = pd.to_numeric(bare.where(~missing, "nan"), errors="coerce")
    return values.to_numpy(dtype=float), (values.isna() & ~missing).to_numpy()


def plain(name: str) -> str:
    """A name without case and punctuation."""
    return re.sub("[^a-z0-9]", "", name.lower())


def fit(letters: str, length: int) -> str:
    """Trimmed to the centre or padded evenly with N; what does not divide goes to the 3' end."""
    if len(letters) >= length:
        begin = (len(letters) - length) // 2
        return letters[begin : begin + length]
    before = (length - len(letters)) // 2
    return "N" * before + letters + "N" * (length - len(letters) - before)


def clean(file: Path, given: dict[str, Any]) -> Cleaned:
    """The table `file` by the settings of the section qc."""
    settings = DEFAULTS | given
    columns = COLUMNS | settings["columns"]
    tasks = settings["tasks"]
    header, fields, malformed = read_lines(file)
    frame = pd.DataFrame.from_dict(fields, orient="index", columns=header)

    unreadable = np.zeros(len(frame), dtype=bool)

    def read(column: str) -> np.ndarray:
        values, bad = numbers(frame[column])
        unreadable[:] |= bad
        return values

    nothing = np.full(len(frame), np.nan)
    activity = np.column_stack([read(task["activity"]) for task in tasks])
    error = np.column_stack([read(t["standard_error"]) if t["standard_error"] else nothing for t in tasks])
    min_gap = read(columns["min_gap"]) if columns["min_gap"] else nothing
    minimum = {column: read(column) for column in settings["minimum"]}
    good = ~unreadable
    malformed = sorted([*malformed, *frame.index[unreadable]])
    activity, error, min_gap, frame = activity[good], error[good], min_gap[good], frame[good]
    minimum = {column: values[good] for column, values in minimum.items()}

    sequence = frame[columns["sequence"]].str.strip().str.upper()
    sequence = sequence.where(~sequence.str.lower().isin(MISSING), "")
    cell_name = frame[columns["target_cell"]].str.strip() if columns["target_cell"] else pd.Series("", frame.index)
    names = [plain(task["name"]) for task in tasks]
    cell = np.array([names.index(plain(name)) if plain(name) in names else -1 for name in cell_name])
    finite = np.isfinite(activity)
    expected = np.array([task["standard_error"] is not None for task in tasks])
    measured = finite & ~(expected & np.isnan(error)) if settings["allow_missing_tasks"] else finite

    looked_at = frame[settings["exclude_column"] or columns["id"]].str.strip() if settings["exclude"] else None
    failed = pd.DataFrame(False, index=frame.index, columns=list(RULES))
    if looked_at is not None:
        failed["excluded"] = looked_at.map(lambda text: any(re.search(p, text) for p in settings["exclude"]))
    length, adjusts = length_of(sequence[~failed["excluded"]], settings)
    off = (sequence.str.len() != length).to_numpy()
    add_sequence_rules(failed, sequence, off, adjusts, length, settings)
    failed["below_minimum"] = np.any([~(minimum[c] >= least) for c, least in settings["minimum"].items()], axis=0)
    enough = measured.any(axis=1) if settings["allow_missing_tasks"] else measured.all(axis=1)
    failed["missing_activity"] = ~enough
    failed["se_out_of_range"] = (expected & measured & ~((error > 0) & (error < 5))).any(axis=1)
    add_error_rule(failed, measured & (error > settings["se_threshold"]), cell, settings, any_error=expected.any())
    kept = ~failed.any(axis=1).to_numpy()
    weight = weights_of(error, measured, kept, expected, settings)
    has_gap = columns["min_gap"] is not None
    return Cleaned(
        [task["name"] for task in tasks], malformed, frame.index.to_numpy(), frame, sequence, failed, activity, error,
        measured, weight, cell, cell_name, min_gap if has_gap else None, length, off & adjusts,
    )  # fmt: skip


def length_of(sequence: pd.Series, settings: dict[str, Any]) -> tuple[int, bool]:
    """The length of the elements, and whether other ones are trimmed or padded."""
    lengths = sequence[sequence.str.fullmatch(f"[{IUPAC}]+")].str.len()
    counts = lengths.value_counts()
    length = settings["length"] or int(counts.index[counts == counts.max()].max())
    if settings["off_length"] != "auto":
        return length, settings["off_length"] == "adjust"
    return length, bool((lengths != length).mean() > settings["length_outlier_fraction"])


def add_sequence_rules(
    failed: pd.DataFrame, sequence: pd.Series, off: np.ndarray, adjusts: bool, length: int, settings: dict[str, Any]
) -> None:
    """Letters, length and N."""
    to_n = settings["iupac"] == "to_n"
    failed["no_sequence"] = sequence == ""
    failed["invalid_base"] = ~sequence.str.fullmatch(f"[{IUPAC if to_n else 'ACGTN'}]*")
    failed["off_length"] = off & (not adjusts)
    fitted = [fit(letters, length) if adjusts else letters for letters in sequence]
    unknown = np.array([len(re.findall("[NRYSWKMBDHV]" if to_n else "N", letters)) for letters in fitted])
    bases = np.maximum([len(letters) for letters in fitted], 1)
    most = settings["max_n_fraction"]
    failed["too_many_n"] = unknown / bases > np.where(off & adjusts, max(most, 0.01), most)


def add_error_rule(
    failed: pd.DataFrame, above: np.ndarray, cell: np.ndarray, settings: dict[str, Any], *, any_error: bool
) -> None:
    """A, B or C; `above` (N, K): the standard error is above the threshold."""
    if settings["se_rule"] == "A":
        failed["se_above_threshold"] = above.any(axis=1)
    elif settings["se_rule"] == "B" and any_error:
        failed["unknown_target_cell"] = cell < 0
        failed["se_above_threshold"] = above[np.arange(len(above)), cell] & (cell >= 0)


def weights_of(
    error: np.ndarray, measured: np.ndarray, kept: np.ndarray, expected: np.ndarray, settings: dict[str, Any]
) -> np.ndarray:
    """min(1 / (s^2 + 1e-6), 25) where asked for; a task without standard errors gets the mean of the others."""
    weight = np.ones_like(error)
    if settings["se_rule"] != "C" and settings["weights"] == "none":
        return weight
    known = measured & ~np.isnan(error)
    weight[known] = np.minimum(1 / (error[known] ** 2 + 1e-6), 25)
    of_kept = known & kept[:, np.newaxis]
    if of_kept.any():
        weight[:, ~expected] = weight[of_kept].mean()
    return weight
