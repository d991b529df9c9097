"""cre-qc's default rules on a table of the public three-cell schema, by pandas: the peer of run_qc.py.

Prints one JSON object: the rows kept, the rows that each rule rejects (a row counts for the first that it fails) and
the kept rows whose sequence occurs more than once. With a folder it goes on as cre-qc does: statistics of every task
before and after, elements as codes in elements.h5 and rejected.tsv.gz there.

    .venv/bin/python bench/qc_pandas.py table.tsv.gz [folder]
"""

from __future__ import annotations

import gzip
import io
import json
import sys
from pathlib import Path

import h5py
import numpy as np
import pandas as pd

TASKS = ("K562", "HepG2", "SKNSH")
ACTIVITY = [f"{task}_l2fc" for task in TASKS]
ERROR = [f"{task}_lfcSE" for task in TASKS]
NUMBERS = [*ACTIVITY, "MinGap", *ERROR]
MISSING = ["", "NA", "NaN", "N/A", "#N/A", "<NA>", "-", ".", "null", "None", "n.d."]
MISSING += ["#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#NULL!"]
SE_THRESHOLD, IMPOSSIBLE_ERROR = 0.5, 5.0
PERCENTILES = [0.1, 0.5, 1, 5, 25, 50, 75, 95, 99, 99.5, 99.9]


def read(file: Path) -> tuple[pd.DataFrame, int]:
    """The rows that can be read, and how many cannot."""
    text = gzip.decompress(file.read_bytes()) if file.suffix == ".gz" else file.read_bytes()
    table = pd.read_csv(io.BytesIO(text), sep="\t", engine="c", dtype=str, keep_default_na=False, on_bad_lines="skip")
    tabs = np.array(
        [line.count(b"\t") for line in text.splitlines()[1:]]
    )  # short lines were filled up, long ones left out
    columns = len(table.columns)
    too_long = tabs >= columns
    bad = tabs[~too_long] < columns - 1
    words = {word.lower() for word in MISSING}
    for name in NUMBERS:
        values = pd.to_numeric(table[name], errors="coerce")
        unknown = np.flatnonzero(values.isna())
        texts = table[name].iloc[unknown].str.strip().str.lower()
        bad[unknown[~texts.isin(words)]] = True
        table[name] = values
    return table[~bad].reset_index(drop=True), int(bad.sum() + too_long.sum())


def rules(table: pd.DataFrame) -> dict[str, np.ndarray]:
    """Of each rule the rows that fail it, in the order in which they apply."""
    sequence = table["sequence"].str.upper()
    table["sequence"] = sequence
    readable = sequence.str.fullmatch("[ACGTNRYSWKMBDHV]+").to_numpy()
    lengths = sequence.str.len().to_numpy()
    length = np.bincount(lengths[readable]).argmax()
    errors, activity = table[ERROR].to_numpy(), table[ACTIVITY].to_numpy()
    return {
        "no_sequence": lengths == 0,
        "invalid_base": ~sequence.str.fullmatch("[ACGTN]*").to_numpy(),
        "off_length": lengths != length,
        "too_many_n": sequence.str.contains("N", regex=False).to_numpy(),
        "missing_activity": ~np.isfinite(activity).all(1),
        "se_out_of_range": ((~((errors > 0) & (errors < IMPOSSIBLE_ERROR))) & np.isfinite(activity)).any(1),
        "se_above_threshold": ((errors > SE_THRESHOLD) & np.isfinite(activity)).any(1),
    }


def checked(table: pd.DataFrame, malformed: int) -> tuple[dict[str, int], np.ndarray, np.ndarray]:
    """Counts, the kept rows, and the rule that rejects each row."""
    failed = rules(table)
    names = list(failed)
    every = np.stack([failed[name] for name in names])
    kept = ~every.any(0)
    first = every.argmax(0)
    counts = {"read": len(table) + malformed, "malformed": malformed}
    counts |= {name: int((first[~kept] == rule).sum()) for rule, name in enumerate(names)}
    counts |= {"kept": int(kept.sum()), "duplicates": int(table["sequence"][kept].duplicated(keep=False).sum())}
    return counts, kept, np.array(names)[first]


def statistics(table: pd.DataFrame) -> dict[str, object]:
    """What the report says of every task."""
    out = {}
    for activity, error in zip(ACTIVITY, ERROR, strict=True):
        values, errors = (table[name][np.isfinite(table[name])].to_numpy() for name in (activity, error))
        out[activity] = {
            "mean": values.mean(),
            "sd": values.std(ddof=1),
            "skew": float(((values - values.mean()) ** 3).mean() / values.var() ** 1.5),
            "percentiles": np.percentile(values, PERCENTILES).tolist(),
            "se": np.percentile(errors, [25, 50, 75]).tolist(),
            "histogram": np.histogram(values, 60)[0].tolist(),
        }
    lengths = table["sequence"].str.len().to_numpy()
    letters = np.frombuffer("".join(table["sequence"]).encode(), dtype=np.uint8)
    strong = (letters == ord("G")) | (letters == ord("C"))
    gc = np.add.reduceat(strong, np.cumsum(lengths) - lengths, dtype=np.int64) / lengths
    out["gc"] = np.percentile(gc, [1, 5, 50, 95, 99]).tolist()
    out["correlation"] = table[ACTIVITY].corr().to_numpy().tolist()
    return out


def write(table: pd.DataFrame, kept: np.ndarray, rule: np.ndarray, folder: Path) -> None:
    """elements.h5, statistics.json and rejected.tsv.gz."""
    good = table[kept]
    report = {"before": statistics(table), "after": statistics(good)}
    (folder / "statistics.json").write_text(json.dumps(report), encoding="utf-8")
    code_of = np.full(256, 4, dtype=np.uint8)
    code_of[np.frombuffer(b"ACGT", dtype=np.uint8)] = range(4)
    letters = np.frombuffer("".join(good["sequence"]).encode(), dtype=np.uint8).reshape(len(good), -1)
    with h5py.File(folder / "elements.h5", "w") as file:
        file.create_dataset("codes", data=code_of[letters], fletcher32=True)
        file.create_dataset("id", data=good["ID"].to_numpy(dtype="S"), fletcher32=True)
        file.create_dataset("activity", data=good[ACTIVITY].to_numpy(), fletcher32=True)
        file.create_dataset("standard_error", data=good[ERROR].to_numpy(), fletcher32=True)
        file.create_dataset("min_gap", data=good["MinGap"].to_numpy(), fletcher32=True)
    rejected = pd.DataFrame({"id": table["ID"][~kept], "code": rule[~kept]})
    rejected.to_csv(folder / "rejected.tsv.gz", sep="\t", index=False)


def main() -> None:
    """Reads, checks, and writes where a folder is given."""
    table, malformed = read(Path(sys.argv[1]))
    counts, kept, rule = checked(table, malformed)
    if len(sys.argv) > 2:
        write(table, kept, rule, Path(sys.argv[2]))
    print(json.dumps(counts))


if __name__ == "__main__":
    main()
