"""`./creflow new`, and tables to give it: made up, in the layouts of MPRAsnakeflow and MPRAlib."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from creflow_new.__main__ import main

OLIGOS = 40
REPLICATES = ("1", "2", "3")


def sequence_of(number: int, bases: int = 60) -> str:
    """The same for the same number."""
    return "".join(random.Random(number).choices("ACGT", k=bases))


def names_of(oligos: int = OLIGOS) -> list[str]:
    """With what names of oligos are full of."""
    return [f"A:HNF4A-ChMod_chr{1 + i % 5}:{1000 + 300 * i}-{1171 + 300 * i}_:{i:03}" for i in range(oligos)]


def write_fasta(file: Path, names: list[str], spell: Callable[[str], str] = str) -> Path:
    """A sequence a name, in lines of 40."""
    records = (f">{spell(name)}\n{sequence_of(i)[:40]}\n{sequence_of(i)[40:]}\n" for i, name in enumerate(names))
    file.write_text("".join(records), encoding="utf-8")
    return file


def counts_of(names: list[str], seed: int) -> pd.DataFrame:
    """A row a barcode, an oligo and a replicate: what the pipelines count."""
    draw = np.random.default_rng(seed)
    rows = []
    for replicate in REPLICATES:
        for number, name in enumerate(names):
            for _ in range(1 + (number * 7 + int(replicate)) % 23):
                dna, activity = draw.poisson(30) + 1, 2.0 ** (0.2 * (number % 9) - 0.8)
                rows.append((replicate, name, dna, draw.poisson(activity * dna) + 1))
    return pd.DataFrame(rows, columns=["replicate", "oligo_name", "dna", "rna"])


def by_replicate(counts: pd.DataFrame) -> pd.DataFrame:
    """reporter_experiment.oligo of MPRAsnakeflow, reporter_experiment of MPRAlib: counts per million and barcode."""
    grouped = counts.groupby(["replicate", "oligo_name"])
    made = grouped.agg(dna_counts=("dna", "sum"), rna_counts=("rna", "sum"), n_bc=("dna", "count")).reset_index()
    for kind in ("dna", "rna"):
        total = made.groupby("replicate")[f"{kind}_counts"].transform("sum")
        made[f"{kind}_normalized"] = (made[f"{kind}_counts"] / made.n_bc / total * 1e6).round(4)
    made["log2FoldChange"] = np.log2(made.rna_normalized / made.dna_normalized).round(4)
    columns = ["dna_counts", "rna_counts", "dna_normalized", "rna_normalized", "log2FoldChange", "n_bc"]
    return made[["replicate", "oligo_name", *columns]]


def combined(table: pd.DataFrame) -> pd.DataFrame:
    """merged.combined of MPRAsnakeflow: counts added up, and means of the replicates."""
    grouped = table.groupby("oligo_name")
    sums = grouped[["dna_counts", "rna_counts"]].sum()
    made = pd.DataFrame({"replicates": grouped.size()}).join(sums)
    for kind in ("dna", "rna"):
        made[f"{kind}_normalized"] = made[f"{kind}_counts"] / table[f"{kind}_counts"].sum() * 1e6
    made["log2FoldChange"] = np.log2(made.rna_normalized / made.dna_normalized)
    columns = ["dna_counts", "rna_counts", "dna_normalized", "rna_normalized", "log2FoldChange"]
    return made.join(grouped[columns].mean().add_prefix("mean_")).reset_index()


def write_tsv(file: Path, table: pd.DataFrame) -> Path:
    """Plain or gzip, by its name."""
    table.to_csv(file, sep="\t", index=False)
    return file


def said(capsys: pytest.CaptureFixture[str], code: int, *words: str) -> list[str]:
    """The lines of one call that ends with `code`: mistakes, or what was made."""
    assert main(words) == code
    out, err = capsys.readouterr()
    if code == 0:
        assert err == ""
        return out.splitlines()
    assert out == ""
    lines = err.splitlines()
    assert all(line.startswith("creflow: error: ") for line in lines)
    return [line.removeprefix("creflow: error: ") for line in lines]
