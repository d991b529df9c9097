"""What newcomers get wrong with the tools by hand: the words, the exit code, and the whole line that they are told."""

from __future__ import annotations

import json
import random
import shlex
from collections.abc import Callable
from pathlib import Path

import pytest

QC = "cre-qc --config qc.json --table ok.tsv --out out"
SPLIT = "cre-split --elements q/elements.h5 --out out"
TRAIN = "cre-train --dataset e/dataset.h5 --out out"

# Words: exit code, line; "..." stands for any text within it.
MISTAKES = {
    "cre-qc": (2, "--table is required (see cre-qc --help)"),
    "cre-qc --table ok.tsv": (2, "--out is required (see cre-qc --help)"),
    "cre-qc --tabel ok.tsv": (2, "unknown option '--tabel' (did you mean '--table'?) (see cre-qc --help)"),
    "cre-qc ok.tsv": (2, "unknown option 'ok.tsv' (see cre-qc --help)"),
    f"{QC} --threads many": (2, "--threads: Value many not in range 1 to 4096 (see cre-qc --help)"),
    f"{QC} --set qc.length": (2, "--set qc.length: expected key=value, for instance qc.se_threshold=0.6"),
    f"{QC} --set columns.id=Name": (3, "command line: columns: unknown key; allowed: qc"),
    f"{QC} --set qc.lenght=3": (
        3,
        "command line: qc.lenght: unknown key (did you mean 'length'?); allowed: tasks, ...",
    ),
    f"{QC} --set qc.length=x": (3, 'command line: qc.length: "x" is not a whole number; allowed: in [1, 1000000]'),
    f"{SPLIT} --set split.fractions.train=0.5": (
        3,
        "command line: split.fractions: train 0.5 + val 0.1 + test 0.1 is 0.7; allowed: a sum of 1",
    ),
    f"{TRAIN} --seed -1": (3, "command line: train.seed: -1 is out of range; allowed: at least 0"),
    "cre-qc --config mine.yaml --check": (
        3,
        "mine.yaml: is YAML, which ./creflow run reads; a tool reads the JSON that a run writes from it, in "
        "results/<run>/config/qc",
    ),
    "cre-qc --config bad.json --check": (3, "bad.json: line 2: not valid JSON near byte 22"),
    "cre-qc --config train.json --check": (3, "train.json: train: unknown key; allowed: qc"),
    "cre-qc --config twice.json --check": (3, 'twice.json: line 1: "length" is there twice; keep one of them'),
    "cre-qc --config q --check": (2, "--config: 'q' is a folder; name the file in it"),
    "cre-qc --config gone.json --check": (5, "gone.json: cannot be opened: No such file or directory"),
    "cre-qc --config qc.json --table q --out out": (
        2,
        "--table: 'q' is a folder; name the file in it (see cre-qc --help)",
    ),
    "cre-qc --config qc.json --table gone.tsv --out out": (5, "gone.tsv: cannot be opened: No such file or directory"),
    "cre-qc --config qc.json --table q/elements.h5 --out out": (
        4,
        "q/elements.h5: is an HDF5 file; write the table in it as CSV or TSV",
    ),
    "cre-qc --config qc.json --table rna.tsv --out out": (
        4,
        "column Seq: the sequences are RNA (the first one is 'UU...'); write T for U",
    ),
    "cre-qc --table ok.tsv --check --set qc.columns.id=Name --set qc.columns.sequence=Seq": (
        4,
        "ok.tsv: no column 'K562_l2fc' (qc.tasks[0].activity), 'HepG2_l2fc' (qc.tasks[1].activity), 'SKNSH_l2fc' "
        "(qc.tasks[2].activity); columns present: Name, Seq, K562",
    ),
    "cre-qc --config qc.json --table ok.tsv --out ok.tsv": (
        5,
        "ok.tsv: the output folder cannot be made: Not a directory",
    ),
    "cre-split --elements q --out out": (2, "--elements: 'q' is a folder; name the file in it (see cre-split --help)"),
    "cre-split --elements s/split.h5 --out out": (6, "s/split.h5: holds 'split', expected 'elements'"),
    "cre-split --elements gone.h5 --out out": (5, "gone.h5: no such file"),
    "cre-split --elements ok.tsv --out out": (
        6,
        "ok.tsv: no manifest.json beside it, and stages exchange .h5 and .json files; is it the right one?",
    ),
    "cre-encode --elements q/elements.h5 --out out": (2, "--split is required (see cre-encode --help)"),
    "cre-encode --elements s/split.h5 --split q/elements.h5 --out out": (
        6,
        "q/elements.h5: holds 'elements', expected 'split'",
    ),
    "cre-encode --check --set encode.motifs=ok.tsv": (
        4,
        "ok.tsv, line 1: 'Name\tSeq\tK562' begins no MEME file; allowed: a first line 'MEME version 4'",
    ),
    "cre-train --dataset q/elements.h5 --out out": (6, "q/elements.h5: holds 'elements', expected 'dataset'"),
    f"{TRAIN} --device gpu": (3, "device 'gpu' is not one of cpu, cuda, cuda:0, cuda:1, ..."),
    f"{TRAIN} --device cuda:99": (3, "device 'cuda:99' is not there..."),
    f"{TRAIN} --set model.multiscale.stem_kernels=[4]": (
        3,
        "command line: model.multiscale.stem_kernels[0]: 4 is even; kernels are odd, so that the output has the length "
        "of the input",
    ),
    "cre-predict --dataset e/dataset.h5 --out out": (2, "--model is required (see cre-predict --help)"),
    "cre-predict --model e/dataset.h5 --dataset e/dataset.h5 --out out": (
        6,
        "e/dataset.h5: holds 'dataset', expected 'model'",
    ),
    "cre-eval --predictions e/dataset.h5 --out out": (6, "e/dataset.h5: holds 'dataset', expected 'predictions'"),
    "cre-ablate --baseline e/dataset.h5 --variant x --out out": (2, "--variant x: expected NAME=FILE[,FILE...]"),
    "cre-audit": (2, "RUN_DIR is required (see cre-audit --help)"),
    "cre-audit gone": (5, "gone: no such folder"),
    "cre-audit ok.tsv": (5, "ok.tsv: is a file; name the folder of a run"),
}


@pytest.fixture(scope="module")
def folder(run_tool: Callable, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Tables, configs, and what quality control, split and encoding make of them."""
    made = tmp_path_factory.mktemp("mistakes")
    draw = random.Random(1)
    rows = [(f"e{i}", "".join(draw.choices("ACGT", k=50)), f"{draw.gauss(0, 1):.3f}") for i in range(60)]
    rna = [(name, f"UU{sequence.replace('T', 'U')}", value) for name, sequence, value in rows]
    for name, content in (("ok.tsv", rows), ("rna.tsv", rna)):
        (made / name).write_text("\n".join("\t".join(row) for row in [("Name", "Seq", "K562"), *content]) + "\n")
    columns = {"id": "Name", "sequence": "Seq", "target_cell": None, "min_gap": None}
    settings = {"tasks": [{"name": "K562", "activity": "K562"}], "columns": columns}
    (made / "qc.json").write_text(json.dumps({"qc": settings}))
    (made / "mine.yaml").write_text("run: mine\nqc: {length: 50}\n")
    (made / "bad.json").write_text('{"qc":\n {"length": 3,}}')
    (made / "train.json").write_text('{"train": {"epochs": 3}}')
    (made / "twice.json").write_text('{"qc": {"length": 3, "length": 4}}')
    for words in (
        "cre-qc --config qc.json --table ok.tsv --out q",
        "cre-split --elements q/elements.h5 --out s",
        "cre-encode --elements q/elements.h5 --split s/split.h5 --out e",
    ):
        run_tool(*words.split(), cwd=made)
    return made


@pytest.mark.parametrize("words", MISTAKES)
def test_mistake(run_tool: Callable, folder: Path, words: str) -> None:
    """One line on stderr, nothing on stdout, and no results."""
    code, line = MISTAKES[words]
    done = run_tool(*shlex.split(words), cwd=folder, expect=code)
    wanted = f"{words.split()[0]}: error: {line}\n"
    begin, dots, end = wanted.partition("...") if not wanted.endswith(", ...\n") else (wanted[:-4], "...", "\n")
    matches = done.stderr == wanted or (dots and done.stderr.startswith(begin) and done.stderr.endswith(end))
    assert matches, f"{done.stderr}!=\n{wanted}"
    assert done.stdout == "" and done.stderr.count("\n") == 1 and not list(folder.glob("out/*"))


def test_a_mistake_that_is_read_all_the_same(run_tool: Callable, folder: Path) -> None:
    """Counts where fold changes are expected: computed with, but said."""
    rows = (folder / "ok.tsv").read_text().splitlines()
    counts = [row.rpartition("\t")[0] + f"\t{i * 37}" for i, row in enumerate(rows)]
    (folder / "counts.tsv").write_text("\n".join([rows[0], *counts[1:]]) + "\n")
    words = "cre-qc --config qc.json --table counts.tsv --out counts"
    said = run_tool(*words.split(), cwd=folder).stderr.splitlines()
    assert said == [
        "cre-qc: warning: column K562: 60 activities are beyond 20 in size (37 to 2220); a log2 fold change is "
        "expected",
        "cre-qc: warning: column K562: of 60 activities all are whole numbers and none is negative: counts? creflow "
        "expects log2 fold changes",
        "cre-qc: kept 60 of 60 rows",
    ]
