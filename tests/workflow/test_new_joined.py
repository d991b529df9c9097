"""./creflow new for tables of single conditions, as MPRAsnakeflow and MPRAlib write them: joined with the sequences of
their design, without an edit ready for quality control."""

from __future__ import annotations

import gzip
import itertools
import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import h5py
import numpy as np
import pandas as pd
import pytest
import yaml
from creflow_workflow import places
from creflow_workflow.problems import INPUT, USAGE
from helpers.new_config import by_replicate, combined, counts_of, names_of, said, sequence_of, write_fasta, write_tsv

NAMES = names_of()
Tables = dict[str, pd.DataFrame]
Capture = pytest.CaptureFixture[str]
RunTool = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def tables(project: Path) -> Tables:
    """Two conditions as MPRAsnakeflow leaves them, and their design: the first oligo is unknown to it, two of its
    sequences were never seen."""
    made = {cell: by_replicate(counts_of(NAMES, seed)) for seed, cell in enumerate(("HepG2", "K562"))}
    for cell, table in made.items():
        write_tsv(project / f"reporter_experiment.oligo.{cell}.fromFile.default.all.tsv.gz", table)
    write_fasta(project / "design.fa", [*NAMES[1:], "unseen1", "unseen2"])
    return made


PAIRS = [f"{cell}=reporter_experiment.oligo.{cell}.fromFile.default.all.tsv.gz" for cell in ("K562", "HepG2")]
DESIGN = ("--sequences", "design.fa")


def activities(run_tool: RunTool, config: dict, folder: Path) -> pd.DataFrame:
    """What quality control makes of a config, a column a task, by id; masked values are missing."""
    (folder / "qc.json").write_text(json.dumps({"qc": config["qc"]}))
    run_tool("cre-qc", "--config", folder / "qc.json", "--table", config["table"], "--out", folder / "qc")
    with h5py.File(folder / "qc/elements.h5") as file:
        values = np.where(file["mask"][:], file["activity"][:], np.nan)
        offsets, letters = file["id/offsets"][:], bytes(file["id/bytes"][:])
    ids = [letters[a:b].decode() for a, b in itertools.pairwise(offsets)]
    return pd.DataFrame(values, index=ids, columns=[task["name"] for task in config["qc"]["tasks"]])


def test_a_row_a_replicate(project: Path, tables: Tables, capsys: Capture, run_tool: RunTool) -> None:
    """The activity is the mean of the replicates, as merged.combined of MPRAsnakeflow has it."""
    lines = said(capsys, 0, *PAIRS, *DESIGN)
    assert lines[0] == (
        "K562: reporter_experiment.oligo.K562.fromFile.default.all.tsv.gz, 40 oligos; 3 replicates (1, 2, 3), whose "
        "mean is the activity; K562_barcodes: the fewest of its replicates"
    )
    few = {cell: table.groupby("oligo_name").n_bc.min() for cell, table in tables.items()}
    rejected = ((few["K562"] < 10) | (few["HepG2"] < 10)).loc[NAMES[1:]].sum()
    assert 0 < rejected < 39
    assert lines[2:7] == [
        "sequences: design.fa, 41",
        f"K562: 1 of 40 without a sequence in design.fa, left out: {NAMES[0]}",
        f"HepG2: 1 of 40 without a sequence in design.fa, left out: {NAMES[0]}",
        "2 of 41 without a measurement, left out: unseen1, unseen2",
        f"qc: {{minimum: {{K562_barcodes: 10, HepG2_barcodes: 10}}}} would reject {rejected} of 39 rows, with fewer "
        "barcodes or none",
    ]
    assert lines[-2] == "wrote K562-HepG2.tsv.gz and K562-HepG2.yaml"
    text = (project / "K562-HepG2.yaml").read_text()
    assert "# sequences: design.fa, 41\n" in text and "not used: replicates" not in text
    config = yaml.safe_load(text)
    assert config["table"] == str(project / "K562-HepG2.tsv.gz")
    assert config["qc"]["tasks"][0] == {
        "name": "K562",
        "activity": [f"K562_log2FC_rep{number}" for number in (1, 2, 3)],
        "standard_error": None,
    }
    config["qc"] |= {"se_rule": "C"}
    found = activities(run_tool, config, project)
    assert list(found.index) == NAMES[1:]
    for cell, table in tables.items():
        expected = combined(table).set_index("oligo_name").mean_log2FoldChange
        np.testing.assert_allclose(found[cell], expected.loc[found.index], atol=1e-6)
    config["qc"]["minimum"] = {"K562_barcodes": 10, "HepG2_barcodes": 10}
    assert len(activities(run_tool, config, project)) == 39 - rejected


def test_names_of_files_stand_for_conditions(project: Path, tables: Tables, capsys: Capture) -> None:
    """So a pattern of the shell is enough; equal bytes come of equal tables."""
    files = [pair.partition("=")[2] for pair in PAIRS]
    said(capsys, 0, *files, *DESIGN, "--out", "mine.yaml")
    said(capsys, 0, *PAIRS, *DESIGN)
    assert (project / "mine.tsv.gz").read_bytes() == (project / "K562-HepG2.tsv.gz").read_bytes()
    assert yaml.safe_load((project / "mine.yaml").read_text())["run"] == "mine"
    for name in ("x.K562.tsv.gz", "x.HepG2.tsv.gz"):
        write_tsv(project / name, tables["K562"])
    assert said(capsys, USAGE, "x.K562.tsv.gz", "x.HepG2.tsv.gz", *DESIGN) == [
        "the names of the files do not tell conditions apart: write name=table for each"
    ]


def test_other_layouts(project: Path, tables: Tables, capsys: Capture, run_tool: RunTool) -> None:
    """Combined replicates, reporter_element with and without places, MPRAsnakeflow 0.1, a table of
    one's own, and one with the row names of R; a
    condition that lacks an oligo is masked there."""
    table = tables["K562"]
    both = combined(table)
    element = both[["oligo_name", "log2FoldChange"]].assign(inputCount=1.5, outputCount=2.5)
    element = element.assign(minusLog10PValue=0.5, minusLog10QValue=0.25)
    bed = element.rename(columns={"oligo_name": "name"})[::-1]
    for at, (column, value) in enumerate((("chrom", "chr1"), ("start", 10), ("end", 70))):
        bed.insert(at, column, value)
    bed.insert(4, "score", 100)
    bed.insert(5, "strand", "+")
    old = table.rename(columns={"oligo_name": "name", "log2FoldChange": "log2", "n_bc": "n_obs_bc"})
    old.insert(0, "condition", "K562")
    old.insert(7, "ratio", 2**old.log2)
    fit = both[["log2FoldChange"]].rename(columns={"log2FoldChange": "logFC"}).assign(AveExpr=3.5, P_Value=0.25)
    fit = fit.to_csv(sep="\t", index=False).splitlines()
    lines = [fit[0], *(f"{name}\t{line}" for name, line in zip(both.oligo_name, fit[1:], strict=True))]
    (project / "mpralm.txt").write_text("\n".join(lines) + "\n")  # as R writes row names
    own = pd.DataFrame({"ID": both.oligo_name, "logFC": both.log2FoldChange, "logFC_SE": 0.25, "n_barcodes": 12})
    write_tsv(project / "combined.tsv.gz", both)
    write_tsv(project / "element.tsv", element.drop(index=3))
    bed.to_csv(project / "element.bed.gz", sep="\t", index=False, header=False)
    write_tsv(project / "old.tsv", old)
    own.to_csv(project / "own.csv", index=False)
    words = ["A=combined.tsv.gz", "B=element.tsv", "C=element.bed.gz", "D=old.tsv", "E=own.csv", "F=mpralm.txt"]
    lines = said(capsys, 0, *words, *DESIGN, "--out", "all.yaml")
    assert "D: old.tsv, 40 oligos; 3 replicates (1, 2, 3), whose mean is the activity; D_barcodes: the f" in lines[3]
    config = yaml.safe_load((project / "all.yaml").read_text())
    tasks = {task["name"]: (task["activity"], task["standard_error"]) for task in config["qc"]["tasks"]}
    assert tasks == {name: (f"{name}_log2FC", None) for name in "ABC"} | {
        "D": ([f"D_log2FC_rep{number}" for number in (1, 2, 3)], None),
        "E": ("E_log2FC", "E_SE"),
        "F": ("F_log2FC", None),
    }
    assert any(line.startswith("qc: {minimum: {D_barcodes: 10, E_barcodes: 10}}") for line in lines)
    config["qc"] |= {"allow_missing_tasks": True, "se_rule": "C"}
    found = activities(run_tool, config, project)
    expected = both.set_index("oligo_name").loc[found.index]
    for name in "ACEF":
        np.testing.assert_allclose(found[name], expected.log2FoldChange, atol=1e-6)
    np.testing.assert_allclose(found.D, expected.mean_log2FoldChange, atol=1e-6)
    missing = both.oligo_name[3]
    assert list(found.index[found.B.isna()]) == [missing]


def test_a_design_table_and_its_names(project: Path, tables: Tables, capsys: Capture) -> None:
    """reporter_sequence_design of MPRAlib: its other columns are kept, its names are spelled as MPRAlib does."""
    design = pd.DataFrame({"name": [name.replace("_chr", " [chr") for name in NAMES]})
    design["sequence"] = [sequence_of(i) for i in range(len(NAMES))]
    design["category"] = ["element", "synthetic"] * 20
    design["chr"] = [f"chr{1 + i % 3}" for i in range(40)]
    design["start"] = [1000 + i for i in range(40)]
    design["end"] = [1060 + i for i in range(40)]
    design["strand"] = ["+", "-"] * 20
    write_tsv(project / "design.tsv.gz", design)
    table = tables["K562"].assign(oligo_name=tables["K562"].oligo_name.str.replace("_chr", "__chr"))
    write_tsv(project / "t.tsv", table)
    lines = said(capsys, 0, "K562=t.tsv", "--sequences", "design.tsv.gz")
    assert lines[1] == "sequences: design.tsv.gz, 40, names taken with _ for blanks and brackets"
    columns = yaml.safe_load((project / "K562.yaml").read_text())["qc"]["columns"]
    assert {key: columns[key] for key in ("id", "sequence", "chromosome", "start", "end", "strand")} == {
        "id": "name", "sequence": "sequence", "chromosome": "chr", "start": "start", "end": "end", "strand": "strand",
    }  # fmt: skip
    rows = pd.read_csv(project / "K562.tsv.gz", sep="\t")
    assert list(rows.category) == list(design.category)
    assert list(rows.name) == [name.replace("_chr", "__chr") for name in NAMES]
    # What follows a blank in a FASTA header is a description.
    write_fasta(project / "long.fa", NAMES, lambda name: f"{name} from hg38 len=60")
    lines = said(capsys, 0, PAIRS[0], "--sequences", "long.fa", "--force")
    assert lines[1] == "sequences: long.fa, 40, names taken up to the first blank"


def test_a_table_of_all_cells_without_sequences(project: Path, capsys: Capture) -> None:
    """Its columns stay as they are, decimal commas become points; names without a counterpart are counted."""
    rows = [f"e{i};{i * 37 % 101 / 50 - 1:.3f};{i * 53 % 89 / 40 - 1:.3f};{i}".replace(".", ",") for i in range(40)]
    (project / "wide.csv").write_text("Name;K562_log2FC;HepG2_log2FC;rank\n" + "\n".join(rows) + "\n")
    fasta = write_fasta(project / "d.fa", [f"e{i}" for i in range(2, 45)])
    (project / "d.fa.gz").write_bytes(gzip.compress(fasta.read_bytes()))
    lines = said(capsys, 0, "wide.csv", "--sequences", "d.fa.gz", "--out", "w.yaml")
    assert lines[:4] == [
        "sequences: d.fa.gz, 43",
        "2 of 40 without a sequence, left out: e0, e1",
        "5 of 43 without a row in wide.csv, left out: e40, e41, e42, ...",
        "tasks: K562, HepG2; 38 of 38 rows would be kept",
    ]
    made = pd.read_csv(project / "w.tsv.gz", sep="\t")
    assert list(made.columns) == ["Name", "K562_log2FC", "HepG2_log2FC", "rank", "sequence"]
    assert made.K562_log2FC[0] == pytest.approx(2 * 37 % 101 / 50 - 1) and made.sequence[0] == sequence_of(0)


def test_what_the_joined_table_is_called(project: Path, tables: Tables, capsys: Capture) -> None:
    """By its conditions, unless that is long or says nothing."""
    names = [f"condition{i:020}" for i in range(3)]
    for name in names:
        write_tsv(project / f"{name}.tsv", tables["K562"])
    said(capsys, 0, *(f"{name}={name}.tsv" for name in names), *DESIGN)
    assert (project / "joined.yaml").is_file() and (project / "joined.tsv.gz").is_file()
    wide = pd.DataFrame({"id": NAMES, "K562_log2FC": np.arange(40) / 7, "HepG2_log2FC": np.arange(40) % 9 / 7})
    write_tsv(project / "_.tsv", wide)
    assert said(capsys, 0, "_.tsv", *DESIGN, "--force")[-2] == "wrote joined.tsv.gz and joined.yaml"


def test_nothing_is_replaced_without_a_word(project: Path, tables: Tables, capsys: Capture) -> None:
    """Neither the config nor the table beside it."""
    said(capsys, 0, *PAIRS, *DESIGN)
    there = {name: (project / name).read_bytes() for name in os.listdir(project)}
    assert said(capsys, USAGE, *PAIRS, *DESIGN) == [
        "K562-HepG2.yaml and K562-HepG2.tsv.gz are there already; --force replaces, --out NAME.yaml writes elsewhere"
    ]
    assert there == {name: (project / name).read_bytes() for name in os.listdir(project)}
    said(capsys, 0, *PAIRS, *DESIGN, "--force")


def test_mistakes_in_tables_and_sequences_at_once(project: Path, tables: Tables, capsys: Capture) -> None:
    """A line a file; nothing is written."""
    table = tables["K562"]
    write_tsv(project / "twice.tsv", pd.concat([table, table.iloc[[7]]]))
    write_tsv(
        project / "bc.tsv",
        pd.DataFrame({"barcode": ["ACGTACGTACGTACG"] * 9, "oligo_name": NAMES[:9], "dna_count_1": 3}),
    )
    average = pd.DataFrame({"replicate": [1, 2, 3], "mean_ratio": [1.5, 1.25, 1.125], "mean_log2FoldChange": 0.5})
    write_tsv(project / "average.tsv", average.assign(mean_n_bc=20.5, BC_filter="None"))
    write_tsv(project / "noname.tsv", pd.DataFrame({"x": [0.5, 1.5] * 5, "log2FoldChange": [1.25, 2.5] * 5}))
    write_tsv(project / "noratio.tsv", pd.DataFrame({"oligo_name": NAMES, "dna_counts": range(40)}))
    wide = pd.DataFrame({"id": NAMES, "K562_log2FC": np.arange(40) / 7, "HepG2_log2FC": np.arange(40) / 9})
    write_tsv(project / "wide.tsv", wide)
    old = pd.DataFrame({"condition": ["a", "b"] * 20, "name": NAMES, "log2": np.arange(40) / 7})
    write_tsv(project / "two.tsv", old)
    (project / "ragged.tsv").write_text("oligo_name\tlog2FoldChange\na\t1.5\nb\t2.5\nc\t3.5\nd\n" + "e\t1.5\n" * 9)
    (project / "bad.fa").write_text(">a\nACGT\n>b\n>c\nAC\n")
    words = [f"{n}={n}.tsv" for n in ("twice", "bc", "average", "noname", "noratio", "wide", "two", "ragged")]
    before = set(os.listdir(project))
    lines = said(capsys, INPUT, *words, "--sequences", "bad.fa")
    expected = (
        f"twice.tsv: '{table.oligo_name[7]}' is there twice in replicate 1 (names that repeat: 1)",
        "bc.tsv: counts of single barcodes; give the table of oligos (reporter_experiment.oligo, allreps.merged)",
        "average.tsv: means over all oligos; give the table of oligos (reporter_experiment.oligo, allreps.merged)",
        "noname.tsv: no column with names of oligos (oligo_name, name, id); columns present: x, log2FoldChange",
        "noratio.tsv: no column with log2 ratios (log2FoldChange, log2, activity); columns present: oligo_name, dna_c",
        "wide.tsv: activities of several conditions (K562, HepG2); a pair name=table is of one; give the table without",
        "two.tsv: column condition holds a, b; make a table of each, and name all of them",
        "ragged.tsv: line 5: 1 fields, the header has 2",
        "bad.fa: 'b' has no sequence",
    )
    assert len(lines) == len(expected), lines
    for line, begin in zip(lines, expected, strict=True):
        assert line.startswith(begin)
    assert set(os.listdir(project)) == before


@pytest.mark.parametrize(
    ("fasta", "message"),
    [
        (">x\nACGT\n>y\nACGA\n", f"t.tsv: none of its names is in d.fa: '{NAMES[0]}' here, 'x' there"),
        (">x\nACGT\n>x\nACGA\n>y\nA\n", "d.fa: 'x' is there twice (names that repeat: 1); they must be unique"),
        (">\nACGT\n", "d.fa: line 1: a sequence without a name"),
        ("name\tlength\nx\t3\ny\t4\n", "d.fa: no column of sequences; columns present: name, length"),
        ("\n", "d.fa: no line looks like the header of a table"),
    ],
)
def test_sequences_that_do_not_fit(project: Path, tables: Tables, capsys: Capture, fasta: str, message: str) -> None:
    """One line, and nothing is written."""
    write_tsv(project / "t.tsv", tables["K562"])
    (project / "d.fa").write_text(fasta)
    (line,) = said(capsys, INPUT, "K562=t.tsv", "--sequences", "d.fa")
    assert line.startswith(message)
    assert not (project / "K562.yaml").exists() and not (project / "K562.tsv.gz").exists()


def test_sequences_for_a_table_that_has_them(project: Path, tables: Tables, capsys: Capture) -> None:
    """And columns of the design that are called as those of a condition."""
    rows = pd.DataFrame({"id": NAMES, "seq": [sequence_of(i) for i in range(40)], "activity": np.arange(40) / 7})
    write_tsv(project / "t.tsv", rows)
    (line,) = said(capsys, INPUT, "t.tsv", *DESIGN)
    assert line == "t.tsv: column seq holds sequences; leave --sequences out"
    write_tsv(project / "d.tsv", rows.rename(columns={"activity": "K562_log2FC_rep1"}))
    (line,) = said(capsys, INPUT, PAIRS[0], "--sequences", "d.tsv")
    assert line == "d.tsv: has a column K562_log2FC_rep1, too; rename it"


def test_the_folder_of_the_caller(
    project: Path, tables: Tables, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Files are named as from there."""
    (project / "clone").mkdir()
    monkeypatch.setenv(places.CALLER, str(project))
    monkeypatch.chdir(project / "clone")
    lines = said(capsys, 0, PAIRS[0], *DESIGN)
    assert lines[0].startswith("K562: reporter_experiment.oligo.K562.fromFile")
    assert (project / "K562.tsv.gz").is_file()
