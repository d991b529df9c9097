"""Tables from public reports whose values, lengths or ends mean something else than they seem to (tests/data/cases)."""

from __future__ import annotations

import csv
import gzip
import json
import random
from collections import Counter, defaultdict
from collections.abc import Callable
from pathlib import Path

import h5py
import numpy as np
import pytest

Run = Callable[..., object]


@pytest.fixture
def cases(root: Path) -> Path:
    """The inputs."""
    return root / "tests" / "data" / "cases"


@pytest.fixture
def qc(run_tool: Run, cases: Path, tmp_path: Path) -> Callable[..., dict]:
    """qc("A5.json", table, "qc.strict=true"): the report with the codes of its findings; with `expect` the message."""

    def run(config: str, table: str | Path, *settings: str, out: str = "qc", expect: int = 0) -> dict:
        words = [word for setting in settings for word in ("--set", setting)]
        done = run_tool(
            "cre-qc",
            "--config",
            cases / config,
            "--table",
            cases / table,
            "--out",
            tmp_path / out,
            *words,
            expect=expect,
        )
        if expect:
            return {"stderr": done.stderr}
        report = json.loads((tmp_path / out / "qc_report.json").read_text())
        manifest = json.loads((tmp_path / out / "manifest.json").read_text())
        assert manifest["warnings"] == [finding["text"] for finding in report["plausibility"]]
        return report | {"codes": [finding["code"] for finding in report["plausibility"]]}

    return run


@pytest.fixture
def split_and_encode(run_tool: Run, tmp_path: Path) -> Callable[..., Path]:
    """Splits and encodes tmp_path/qc; returns dataset.h5."""

    def run(*settings: str) -> Path:
        words = [word for setting in settings for word in ("--set", setting)]
        run_tool("cre-split", "--elements", tmp_path / "qc" / "elements.h5", "--out", tmp_path / "split")
        inputs = ["--elements", tmp_path / "qc" / "elements.h5", "--split", tmp_path / "split" / "split.h5"]
        run_tool("cre-encode", *inputs, "--out", tmp_path / "encode", *words)
        return tmp_path / "encode" / "dataset.h5"

    return run


def rows_of(split: Path) -> list[dict[str, str]]:
    """rows.tsv.gz."""
    with gzip.open(split / "rows.tsv.gz", "rt") as stream:
        return list(csv.DictReader(stream, delimiter="\t"))


def write_table(file: Path, sequences: list[str], **columns: list[object]) -> Path:
    """A table with the columns of B.json: two tasks with standard errors."""
    rng = random.Random(5)
    names = ["ID", "sequence", "K562_l2fc", "K562_lfcSE", "HepG2_l2fc", "HepG2_lfcSE"]
    with file.open("w") as stream:
        stream.write("\t".join([*names, *columns]) + "\n")
        for row, sequence in enumerate(sequences):
            values = [f"e{row}", sequence]
            values += [f"{value:.4f}" for _ in range(2) for value in (rng.gauss(0, 1), rng.uniform(0.15, 0.3))]
            stream.write("\t".join([*values, *(str(column[row]) for column in columns.values())]) + "\n")
    return file


def random_inserts(count: int, length: int = 80) -> list[str]:
    """Independent bases."""
    rng = random.Random(3)
    return ["".join(rng.choices("ACGT", k=length)) for _ in range(count)]


def test_both_orientations_of_an_insert_are_one_group(
    qc: Callable[..., dict], split_and_encode: Callable[..., Path], cases: Path, tmp_path: Path
) -> None:
    """A5: same adaptors around both strands of every insert; what is between them is what counts."""
    report = qc("A5.json", "A5_orientations.tsv")
    assert report["adaptors"] == {
        "upstream": "ACTGGCCGCTTGACG",
        "downstream": "CACTGCGGCTCCTGC",
        "flanks": True,
        "rows_without": 0,
    }
    assert report["length"] == 80
    with h5py.File(split_and_encode()) as dataset:
        construct = json.loads(dataset.attrs["construct"])
        codes = dataset["codes"][:]
    # The network sees the bases of the table.
    with (cases / "A5_orientations.tsv").open() as stream:
        sequences = [line.split("\t")[1] for line in stream][1:]
    inserts = ["".join("ACGTN"[code] for code in row) for row in codes]
    assert [construct["upstream"] + insert + construct["downstream"] for insert in inserts] == sequences
    assert construct["reverse"] == "insert"
    groups = defaultdict(set)
    for row in rows_of(tmp_path / "split"):
        groups[row["id"].rpartition("_")[0]].add((row["group"], row["split"]))
    assert len(groups) == 120
    assert all(len(places) == 1 for places in groups.values())


def test_flanks_that_the_sequences_have_already(
    qc: Callable[..., dict], split_and_encode: Callable[..., Path], run_tool: Run, cases: Path, tmp_path: Path
) -> None:
    """D3: whether the ends were found, or are kept as part of the elements."""
    for mode in ("auto", "keep"):
        qc("A5.json", "A5_orientations.tsv", f"qc.adaptors={mode}")
        split_and_encode()
        inputs = ["--elements", tmp_path / "qc" / "elements.h5", "--split", tmp_path / "split" / "split.h5"]
        words = ["--config", cases / "D3_flanks_twice.json", *inputs, "--out", tmp_path / "twice"]
        done = run_tool("cre-encode", *words, expect=3)
        assert "construct.upstream: its last 15 bases, ACTGGCCGCTTGACG" in done.stderr
    qc("A5.json", "A5_orientations.tsv", "qc.adaptors=drop")
    split_and_encode()
    run_tool("cre-encode", *words)  # cut off by qc, put back by the config
    with h5py.File(tmp_path / "twice" / "dataset.h5") as dataset:
        assert json.loads(dataset.attrs["construct"])["upstream"] == "ACTGGCCGCTTGACG"


def test_rows_without_adaptors_are_rejected_and_told(qc: Callable[..., dict], tmp_path: Path) -> None:
    """Two of 100 rows lack what the others begin with."""
    inserts = random_inserts(100)
    sequences = [insert if row in (4, 50) else "ACTGGCCGCTTG" + insert for row, insert in enumerate(inserts)]
    report = qc("B.json", write_table(tmp_path / "t.tsv", sequences))
    assert (report["kept"], report["length"], report["codes"]) == (98, 80, ["without_adaptor"])
    with gzip.open(tmp_path / "qc" / "rejected.tsv.gz", "rt") as stream:
        assert [(row["line"], row["code"]) for row in csv.DictReader(stream, delimiter="\t")] == [
            ("6", "no_adaptor"),
            ("52", "no_adaptor"),
        ]


def test_named_adaptors_with_a_barcode(
    qc: Callable[..., dict], split_and_encode: Callable[..., Path], tmp_path: Path
) -> None:
    """Four barcoded copies of 30 inserts: the proposed setting makes them 30 groups."""
    rng = random.Random(1)
    inserts = [insert for insert in random_inserts(30) for _ in range(4)]
    table = write_table(tmp_path / "t.tsv", [f"{i}TCTAGAGG{''.join(rng.choices('ACGT', k=10))}AGATC" for i in inserts])
    report = qc("B.json", table)
    assert report["codes"] == ["barcode"]
    remedy = '{"upstream": "", "downstream": "TCTAGAGGNNNNNNNNNNAGATC"}'
    assert 'downstream: "TCTAGAGGNNNNNNNNNNAGATC"' in report["plausibility"][0]["text"]
    assert qc("B.json", table, f"qc.adaptors={remedy}")["length"] == 80
    with h5py.File(split_and_encode()) as dataset:
        assert json.loads(dataset.attrs["construct"])["downstream"] == "TCTAGAGGNNNNNNNNNNAGATC"
    assert Counter(Counter(row["group"] for row in rows_of(tmp_path / "split")).values()) == {4: 30}


def test_a_task_without_standard_errors_has_the_mean_weight(
    qc: Callable[..., dict], split_and_encode: Callable[..., Path], tmp_path: Path
) -> None:
    """C2: its elements had a weight of 1 beside 22.7."""
    assert qc("C2.json", "C2_one_task_without_se.tsv")["codes"] == ["task_without_errors"]
    with h5py.File(tmp_path / "qc" / "elements.h5") as elements:
        weight = elements["weight"][:]
    assert np.allclose(weight[:, 1], weight[:, 0].mean(), rtol=1e-6)
    qc("C2.json", "C2_one_task_without_se.tsv", "qc.weight_scale=task")
    with h5py.File(split_and_encode()) as dataset:
        train = dataset["split"][:] == 0
        scaled = dataset["weight"][:]
    assert np.allclose(scaled[train].mean(axis=0, dtype=float), 1.0, rtol=1e-6)
    assert np.allclose(scaled[:, 0] / scaled[0, 0], weight[:, 0] / weight[0, 0], rtol=1e-6)


def test_sentinels_are_questioned(qc: Callable[..., dict]) -> None:
    """C3: -999 for a missing value."""
    report = qc("B.json", "C3_minus_999.tsv")
    assert report["codes"] == ["sentinel"]
    assert "-999 (4 rows)" in report["plausibility"][0]["text"]
    refused = qc("B.json", "C3_minus_999.tsv", "qc.strict=true", out="strict", expect=4)
    assert "-999" in refused["stderr"] and "qc.strict" in refused["stderr"]


def test_target_cells_that_no_task_is_called(qc: Callable[..., dict]) -> None:
    """C4: "K-562 (erythroleukemia)"."""
    report = qc("C4.json", "C4_cell_names.tsv")
    assert report["codes"] == ["target_cell"]
    assert "240 of 240 rows is no task: 'Hep G2 cell line' (120 rows)" in report["plausibility"][0]["text"]


def test_natural_lengths_stop_until_told(qc: Callable[..., dict], tmp_path: Path) -> None:
    """D1: 91 % of the rows would be trimmed or padded."""
    refused = qc("B.json", "D1_natural_lengths.tsv", expect=4)["stderr"]
    assert "91.2 % of the sequences would be trimmed or padded" in refused
    assert not (tmp_path / "qc").exists() or not list((tmp_path / "qc").iterdir())
    report = qc("B.json", "D1_natural_lengths.tsv", "qc.off_length=adjust", "qc.max_n_fraction=1")
    assert report["kept"] == 240
    profile = report["length_profile"]
    assert (profile["longer"], profile["shorter"]) == (169, 50)
    assert report["codes"] == ["mode_of_lengths"]
    report = qc("B.json", "D1_natural_lengths.tsv", "qc.off_length=adjust")
    assert report["codes"] == ["mode_of_lengths", "subset_lost"]  # those that had to be padded


def test_padded_rows_are_told_from_rows_with_n(qc: Callable[..., dict], tmp_path: Path) -> None:
    """The detail of a rejected row says what was done to it."""
    sequences = [insert[: 80 - 3 * (row == 7)] for row, insert in enumerate(random_inserts(100))]
    qc("B.json", write_table(tmp_path / "t.tsv", sequences), "qc.off_length=adjust")
    with gzip.open(tmp_path / "qc" / "rejected.tsv.gz", "rt") as stream:
        rejected = list(csv.DictReader(stream, delimiter="\t"))
    assert [row["detail"] for row in rejected] == ["77 bases padded to 80: 3 of 80 bases are N"]
