"""The leakage audit from outside: of a split that is made, of anybody's split, and what related rows are worth."""

from __future__ import annotations

import csv
import gzip
import json
import subprocess
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import h5py
import numpy as np
import pytest
from helpers.manifest import write_manifest
from helpers.real_data import real_file
from helpers.shared_words import other_strand, shares

RunTool = Callable[..., subprocess.CompletedProcess[str]]
Table = dict[str, dict[str, str]]
Json = dict[str, Any]
TASKS = ["K562", "HepG2"]
PAIRS = {"test_train": ("test", "train"), "val_train": ("val", "train"), "test_val": ("test", "val")}


def read_rows(file: Path) -> Table:
    """Rows of a table with tabs by their id."""
    with gzip.open(file, "rt") as text:
        return {row["id"]: row for row in csv.DictReader(text, delimiter="\t")}


def related_table(seed: int = 4) -> dict[str, str]:
    """Sequences by id: singles, and families of a parent with a shifted copy, one on the other strand, and variants."""
    draw = np.random.default_rng(seed)

    def bases(count: int) -> str:
        return "".join(draw.choice(list("ACGT"), count))

    out = {}
    for family in range(150):
        parent = bases(110)
        out[f"s{family}"] = parent
        if family % 3 == 0:
            out[f"shifted{family}"] = parent[30:] + bases(30)
            out[f"turned{family}"] = other_strand(parent)
            changed = list(parent)
            changed[int(draw.integers(110))] = "N"
            out[f"variant{family}"] = "".join(changed)
            out[f"piece{family}"] = bases(70) + parent[:40]
    return out


@pytest.fixture(scope="module")
def elements(tmp_path_factory: pytest.TempPathFactory, run_tool: RunTool) -> Path:
    """elements.h5 of related_table(), of which a few rows are rejected."""
    folder = tmp_path_factory.mktemp("related")
    draw = np.random.default_rng(6)
    with (folder / "table.csv").open("w") as table:
        table.write("name,sequence,K562,HepG2\n")
        for name, sequence in related_table().items():
            content = 8 * (sequence.count("G") + sequence.count("C")) / 110 + 2 * (sequence.count("TA") / 8)
            table.write(f"{name},{sequence},{content + draw.normal():.3f},{content + draw.normal():.3f}\n")
        table.write(f"rejected1,{'R' * 110},1,1\nrejected2,{'K' * 110},1,1\n")
    settings = {
        "tasks": [{"name": task, "activity": task, "standard_error": None} for task in TASKS],
        "columns": {"id": "name", "target_cell": None, "min_gap": None},
        "max_n_fraction": 0.05,
    }
    (folder / "qc.json").write_text(json.dumps({"qc": settings}))
    run_tool("cre-qc", "--table", folder / "table.csv", "--config", folder / "qc.json", "--out", folder / "qc")
    return folder / "qc/elements.h5"


@pytest.fixture(scope="module")
def made(elements: Path, tmp_path_factory: pytest.TempPathFactory, run_tool: RunTool) -> Path:
    """A split of them by rows."""
    folder = tmp_path_factory.mktemp("made")
    run_tool("cre-split", "--elements", elements, "--set", "split.group_by=[]", "--out", folder)
    return folder


def check_words(leakage: Json, sequences: Mapping[str, str], split: Mapping[str, str]) -> Counter[str]:
    """Compares with the plain script; returns how many rows it counts in all."""
    seen: Counter[str] = Counter()
    for pair, (of, beside) in PAIRS.items():
        found = shares(sequences, split, of, beside)
        expected = {share: sum(one > float(share) for one in found.values()) for share in ("0.1", "0.5")}
        assert leakage[pair]["shared_words_above"] == expected, pair
        assert leakage[pair]["rows"] == len(found)
        seen.update(expected)
    return seen


def test_shared_words_of_a_published_table(tmp_path: Path, run_tool: RunTool) -> None:
    """Of the excerpt of a real table, split by rows and with tiles of it added."""
    with gzip.open(real_file("lentimpra_joint_200bp.tsv.gz", "excerpt"), "rt") as text:
        real = {row["id"]: row["sequence"] for row in csv.DictReader(text, delimiter="\t")}
    names = list(real)
    sequences = real | {f"tile{i}": real[names[i]][i:] + real[names[i + 1]][:i] for i in range(1, 199, 9)}
    sequences |= {f"other{i}": other_strand(real[names[i]][:80] + real[names[i + 5]][80:]) for i in range(20)}
    with (tmp_path / "table.tsv").open("w") as table:
        table.write("id\tsequence\tA\n")
        table.writelines(f"{name}\t{sequence}\t{i % 7}\n" for i, (name, sequence) in enumerate(sequences.items()))
    columns = {"id": "id", "target_cell": None, "min_gap": None}
    settings = {"tasks": [{"name": "A", "activity": "A", "standard_error": None}], "columns": columns}
    (tmp_path / "qc.json").write_text(json.dumps({"qc": settings}))
    run_tool("cre-qc", "--table", tmp_path / "table.tsv", "--config", tmp_path / "qc.json", "--out", tmp_path / "qc")
    words = ("--set", 'split.fractions={"train": 0.5, "val": 0.2, "test": 0.3}', "--out", tmp_path / "split")
    run_tool("cre-split", "--elements", tmp_path / "qc/elements.h5", *words)
    split = {name: row["split"] for name, row in read_rows(tmp_path / "split/rows.tsv.gz").items()}
    leakage = json.loads((tmp_path / "split/split_report.json").read_text())["leakage"]
    seen = check_words(leakage, sequences, split)
    assert seen["0.1"] > seen["0.5"] > 5


def test_the_published_split_of_lentimpra(tmp_path: Path, run_tool: RunTool) -> None:
    """What a plain script found once in the whole table and its published split."""
    table = real_file("lentimpra_joint_200bp.tsv.gz", "whole")
    settings = {
        "tasks": [{"name": "K562", "activity": "K562_log2FC", "standard_error": None}],
        "columns": {"id": "id", "target_cell": None, "min_gap": None},
    }
    (tmp_path / "qc.json").write_text(json.dumps({"qc": settings}))
    run_tool("cre-qc", "--table", table, "--config", tmp_path / "qc.json", "--out", tmp_path / "qc")
    split = real_file("lentimpra_split.tsv.gz", "whole")
    run_tool("cre-split", "--audit", tmp_path / "qc/elements.h5", split, "--out", tmp_path / "audit")
    leakage = json.loads((tmp_path / "audit/leakage.json").read_text())["leakage"]
    assert leakage["test_train"]["rows"] == 925
    assert leakage["test_train"]["shared_words_above"] == {"0.1": 15, "0.5": 8}
    assert leakage["test_train"]["nearest"]["overlapping"] == leakage["test_train"]["related"] == 8


def test_rows_of_the_report_add_up(made: Path) -> None:
    """The report, the table for people, and split.h5 say the same, and families are found."""
    report = json.loads((made / "split_report.json").read_text())
    rows = read_rows(made / "rows.tsv.gz")
    split = {name: row["split"] for name, row in rows.items()}
    check_words(report["leakage"], related_table(), split)
    for part in ("val", "test"):
        kinds = Counter(row["train_neighbour"] for row in rows.values() if row["split"] == part)
        found = report["leakage"][f"{part}_train"]["nearest"]
        assert kinds == Counter({kind: count for kind, count in found.items() if count})
        assert report["kin"][part]["rows"] == report["leakage"][f"{part}_train"]["rows"]
        assert report["kin"][part]["related"] == report["leakage"][f"{part}_train"]["kin"]
    for name, row in rows.items():
        assert (row["train_neighbour"] == "NA") == (row["split"] == "train")
        if row["neighbour_id"] != "NA":
            assert split[row["neighbour_id"]] == "train"
            assert row["neighbour_id"].lstrip("abcdefghijklmnopqrstuvwxyz") == name.lstrip("abcdefghijklmnopqrstuvwxyz")
    turned = [row for name, row in rows.items() if name.startswith("turned") and row["split"] == "test"]
    parents = [split["s" + row["id"].removeprefix("turned")] for row in turned]
    assert [row["train_neighbour"] for row, parent in zip(turned, parents, strict=True) if parent == "train"] == [
        "equal"
    ] * parents.count("train")
    with h5py.File(made / "split.h5") as file:
        names = ["NA", "none", "similar", "overlapping", "mismatches_3_5", "mismatches_2", "mismatches_1", "equal"]
        assert [names[kind + 1] for kind in file["train_neighbour"]] == [
            row["train_neighbour"] for row in rows.values()
        ]


def test_grouping_leaves_nothing_behind(elements: Path, tmp_path: Path, run_tool: RunTool) -> None:
    """What the audit says that another grouping would keep together, that grouping keeps together."""
    words = ("--elements", elements, "--set", "split.kin_share=1", "--set")
    run_tool("cre-split", *words, 'split.group_by=["sequence"]', "--out", tmp_path / "one")
    first = json.loads((tmp_path / "one/split_report.json").read_text())["leakage"]["grouped_with_train"]
    assert first["near_duplicate"]["test"] > 0 and first["minhash"]["test"] > first["near_duplicate"]["test"]
    run_tool("cre-split", *words, 'split.group_by=["near_duplicate"]', "--out", tmp_path / "two")
    second = json.loads((tmp_path / "two/split_report.json").read_text())["leakage"]["grouped_with_train"]
    assert second["near_duplicate"] == {"val": 0, "test": 0} and second["minhash"]["test"] > 0
    run_tool("cre-split", *words, 'split.group_by=["minhash", "near_duplicate"]', "--out", tmp_path / "three")
    third = json.loads((tmp_path / "three/split_report.json").read_text())["leakage"]
    assert third["grouped_with_train"] == {
        "near_duplicate": {"val": 0, "test": 0},
        "minhash": {"val": 0, "test": 0},
    }
    assert third["test_train"]["similar"] == third["test_train"]["kin"] == 0


def write_split(file: Path, split: Mapping[str, str]) -> Path:
    """A table with columns id and split."""
    open_file = gzip.open if file.suffix == ".gz" else open
    with open_file(file, "wt") as text:
        text.write("id\tsplit\n" + "".join(f"{name}\t{word}\n" for name, word in split.items()))
    return file


def test_anybodys_split(elements: Path, made: Path, tmp_path: Path, run_tool: RunTool) -> None:
    """split.h5, rows.tsv.gz and a table of other words tell of the same leakage; what is missing is counted, listed and
    left out."""
    report = json.loads((made / "split_report.json").read_text())
    for number, file in enumerate((made / "split.h5", made / "rows.tsv.gz")):
        out = tmp_path / f"audit{number}"
        done = run_tool("cre-split", "--audit", elements, file, "--out", out)
        audit = json.loads((out / "leakage.json").read_text())
        assert audit["leakage"] == report["leakage"] and audit["kin"] == report["kin"]
        assert audit["crossing_sequences"] == report["crossing_sequences"]
        assert audit["only_split"] == audit["only_elements"] == []
        test = report["leakage"]["test_train"]
        share = f"{100 * test['related'] / test['rows']:.1f}"
        assert f"test beside train: {test['related']} of {test['rows']} rows ({share} %) resemble a row there" in (
            done.stdout
        )
        assert f"more than 50 % of them in {test['shared_words_above']['0.5']} rows" in done.stdout
        assert (out / "manifest.json").exists()
        original = read_rows(made / "rows.tsv.gz")
        for name, row in read_rows(out / "rows.tsv.gz").items():
            assert row == {key: original[name][key] for key in row}

    split = {name: row["split"].upper() for name, row in read_rows(made / "rows.tsv.gz").items()}
    left_out = [name for name in split if name.startswith("piece")]
    kept = {name: word for name, word in split.items() if name not in left_out}
    table = write_split(tmp_path / "s.tsv.gz", kept | {"rejected1": "train", "unknown": "test"})
    done = run_tool("cre-split", "--audit", elements, table, "--out", tmp_path / "part")
    audit = json.loads((tmp_path / "part/leakage.json").read_text())
    assert audit["only_split"] == ["rejected1", "unknown"] and audit["only_elements"] == left_out
    assert "2 ids (for instance 'rejected1', 'unknown') not among the elements" in done.stderr
    assert f"{len(left_out)} ids (for instance 'piece0', 'piece3', 'piece6') not in {table}" in done.stderr
    sequences = {name: sequence for name, sequence in related_table().items() if name in kept}
    check_words(audit["leakage"], sequences, {name: word.lower() for name, word in kept.items()})


def test_splits_that_cannot_be_audited(elements: Path, made: Path, tmp_path: Path, run_tool: RunTool) -> None:
    """One line each."""
    split = {name: row["split"] for name, row in read_rows(made / "rows.tsv.gz").items()}

    def said(file: Path, code: int, *words: object) -> str:
        done = run_tool("cre-split", "--audit", elements, file, "--out", tmp_path / "out", *words, expect=code)
        assert not (tmp_path / "out/manifest.json").exists()
        return done.stderr

    table = write_split(tmp_path / "fold.tsv", split | {"s3": "fold7"})
    assert f"{table}: line 9, id 's3': split 'fold7' is not allowed; allowed: train (train, training)" in said(table, 4)
    assert "id 's3': has no split" in said(write_split(tmp_path / "empty.tsv", split | {"s3": ""}), 4)
    table = write_split(tmp_path / "others.tsv", {"x1": "train", "x2": "test"})
    assert f"{table}: has none of the ids of the elements: there is, for instance, 'x1' here and 's0'" in said(table, 4)
    table = write_split(tmp_path / "train.tsv", dict.fromkeys(split, "train"))
    assert "puts no element into test: there is nothing to compare" in said(table, 4)
    (tmp_path / "named.tsv").write_text("id\tpart\ns0\ttrain\n")
    assert "split" in said(tmp_path / "named.tsv", 4)
    assert "No such file" in said(tmp_path / "gone.tsv", 5)
    words = ("--base-elements", elements, "--base-split", made / "split.h5")
    assert "--base-elements and --base-split have no meaning with --audit" in said(made / "split.h5", 2, *words)
    run_tool("cre-qc", "--table", elements.parent.parent / "table.csv", "--config", elements.parent.parent / "qc.json",
             "--set", "qc.max_n_fraction=0", "--out", tmp_path / "qc")  # fmt: skip
    done = run_tool("cre-split", "--audit", tmp_path / "qc/elements.h5", made / "split.h5", "--out", tmp_path / "o",
                    expect=6)  # fmt: skip
    assert "was made from other elements" in done.stderr and "rows.tsv.gz" in done.stderr


def test_settings_of_an_audit(elements: Path, made: Path, tmp_path: Path, run_tool: RunTool) -> None:
    """Those of making a split are said to have no effect; those of looking have one."""
    words = ("--audit", elements, made / "split.h5", "--out", tmp_path, "--set", "split.seed=3")
    done = run_tool("cre-split", *words, "--set", "split.both_strands=false", "--set", 'split.values.test=["T"]')
    assert "split.seed has no effect with --audit: the split is made" in done.stderr
    audit = json.loads((tmp_path / "leakage.json").read_text())
    both = json.loads((made / "split_report.json").read_text())["leakage"]
    assert audit["leakage"]["test_train"]["related"] < both["test_train"]["related"]
    assert audit["leakage"]["both_strands"] is False
    split = {name: row["split"].replace("test", "T") for name, row in read_rows(made / "rows.tsv.gz").items()}
    run_tool("cre-split", "--audit", elements, write_split(tmp_path / "t.tsv", split), "--out", tmp_path / "t", "--set",
             'split.values.test=["T"]')  # fmt: skip
    assert json.loads((tmp_path / "t/leakage.json").read_text())["leakage"] == both


def test_a_split_that_uses_fewer_training_rows(elements: Path, tmp_path: Path, run_tool: RunTool) -> None:
    """Rows that no network sees are in no count."""
    small = ("--set", "split.train_fraction=0.5", "--out", tmp_path / "small")
    run_tool("cre-split", "--elements", elements, *small)
    made = json.loads((tmp_path / "small/split_report.json").read_text())
    files = (elements, tmp_path / "small/split.h5")
    run_tool("cre-split", "--audit", *files, "--out", tmp_path / "audit")
    audit = json.loads((tmp_path / "audit/leakage.json").read_text())
    assert audit["rows"] == {name: part["rows"] for name, part in made["splits"].items()}
    assert audit["leakage"] == made["leakage"]


def test_what_related_rows_are_worth(elements: Path, made: Path, tmp_path: Path, run_tool: RunTool) -> None:
    """The class goes through dataset and predictions to the evaluation, which agrees with NumPy; files without it are
    evaluated as before."""
    run_tool("cre-encode", "--elements", elements, "--split", made / "split.h5", "--out", tmp_path / "encode")
    dataset = ("--dataset", tmp_path / "encode/dataset.h5", "--set", "baseline.words=[3]", "--set", "baseline.gaps=[]")
    run_tool("cre-baseline", *dataset, "--out", tmp_path / "baseline")
    predictions = tmp_path / "baseline/predictions.h5"
    words = ("--set", "eval.min_gap.definition=top1_minus_top2", "--set", "eval.bootstrap.resamples=200")
    run_tool("cre-eval", "--predictions", predictions, *words, "--out", tmp_path / "eval")
    metrics = json.loads((tmp_path / "eval/metrics.json").read_text())
    found = metrics["train_neighbours"]
    with h5py.File(predictions) as file:
        test = file["split"][:] == 2
        kind = file["train_neighbour"][:][test]
        measured, predicted = file["activity"][:][test], file["predicted"][:][test].astype(float)
    assert found["rows"]["none"] == np.sum(kind == 0) == found["without"]["rows"]
    assert found["rows"]["equal"] == np.sum(kind == 6)
    assert found["with"]["rows"] == np.sum(kind > 0) >= 10
    mean = {}
    for side, rows in (("with", kind > 0), ("without", kind == 0)):
        r = [np.corrcoef(measured[rows, k], predicted[rows, k])[0, 1] for k in range(2)]
        for k, task in enumerate(TASKS):
            assert found[side]["pearson"]["per_task"][task]["value"] == pytest.approx(r[k], abs=1e-9)
            assert found[side]["n"][task] == rows.sum()
        mean[side] = np.mean(r)
        assert found[side]["pearson"]["macro"]["value"] == pytest.approx(mean[side], abs=1e-9)
    delta = found["delta"]["macro"]
    assert delta["value"] == pytest.approx(mean["with"] - mean["without"], abs=1e-9)
    assert delta["low"] < delta["value"] < delta["high"] and "why" not in found

    (tmp_path / "old").mkdir()
    old = tmp_path / "old/predictions.h5"
    old.write_bytes(predictions.read_bytes())
    with h5py.File(old, "r+") as file:
        del file["train_neighbour"]
    write_manifest(old.parent, [old.name])
    run_tool("cre-eval", "--predictions", old, *words, "--out", tmp_path / "again")
    again = json.loads((tmp_path / "again/metrics.json").read_text())
    assert again["train_neighbours"] is None
    assert again["why"]["train_neighbours"] == "the file does not say which rows resemble training rows"
    assert again["macro"] == metrics["macro"]
