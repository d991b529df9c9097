"""Rows are who they are: identity between releases, groups, published splits and kin; tables that went wrong once."""

from __future__ import annotations

import copy
import csv
import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import h5py
import numpy as np
import pytest
from helpers.predictions import TRAIN, PredictionTable, sequence_digests, simulated_predictions, write_predictions

Run = Callable[..., subprocess.CompletedProcess[str]]
Row = dict[str, str]

CASES = Path(__file__).resolve().parents[1] / "data" / "cases"
TASKS = [{"name": name, "activity": f"{name}_l2fc", "standard_error": f"{name}_lfcSE"} for name in ("K562", "HepG2")]
TEST = 2
COMPLEMENT = str.maketrans("ACGT", "TGCA")


def rows_of(name: str) -> list[Row]:
    """The rows of a case."""
    with (CASES / name).open(newline="", encoding="utf-8") as stream:
        return list(csv.DictReader(stream, delimiter="\t"))


def write_rows(file: Path, rows: list[Row]) -> Path:
    """A table of these rows."""
    lines = ["\t".join(rows[0]), *("\t".join(row.values()) for row in rows)]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return file


class Stages:
    """cre-qc and cre-split of tables, one folder a name."""

    def __init__(self, run: Run, folder: Path) -> None:
        """`run` runs a tool; everything is made in `folder`."""
        self.run = run
        self.folder = folder

    def clean(
        self, name: str, table: Path, expect: int = 0, qc: dict[str, Any] | None = None, **columns: object
    ) -> str:
        """Runs cre-qc; returns what it said."""
        section = {"tasks": TASKS, "se_rule": "C", "columns": {"target_cell": None, "min_gap": None} | columns}
        config = self.folder / f"{name}-qc.json"
        config.write_text(json.dumps({"qc": section | (qc or {})}), encoding="utf-8")
        done = self.run("cre-qc", "--config", config, "--table", table, "--out", self.folder / name, expect=expect)
        return done.stderr

    def split(self, name: str, out: str, *words: object, expect: int = 0, **settings: object) -> str:
        """Runs cre-split on the elements of `name`; returns what it said."""
        config = self.folder / f"{out}-split.json"
        config.write_text(json.dumps({"split": settings}), encoding="utf-8")
        arguments = ["--config", config, "--elements", self.folder / name / "elements.h5", *words]
        return self.run("cre-split", *arguments, "--out", self.folder / out, expect=expect).stderr

    def based_on(self, name: str, split: str) -> tuple[object, ...]:
        """The words that make a split follow another one."""
        return ("--base-elements", self.folder / name / "elements.h5", "--base-split", self.folder / split / "split.h5")

    def report(self, out: str) -> dict[str, Any]:
        """split_report.json."""
        return json.loads((self.folder / out / "split_report.json").read_text())

    def warnings(self, out: str) -> list[str]:
        """What the manifest keeps for the reader of the results."""
        return json.loads((self.folder / out / "manifest.json").read_text())["warnings"]

    def sequences(self, name: str, out: str, split: int) -> set[str]:
        """The sequences of a split."""
        with (
            h5py.File(self.folder / name / "elements.h5") as elements,
            h5py.File(self.folder / out / "split.h5") as made,
        ):
            codes = elements["codes"][:][made["split"][:] == split]
        return {"".join("ACGTN"[code] for code in row) for row in codes}

    def groups(self, out: str) -> list[int]:
        """Sizes of the groups, the largest first."""
        with h5py.File(self.folder / out / "split.h5") as made:
            return sorted(np.unique(made["group"][:], return_counts=True)[1].tolist(), reverse=True)


@pytest.fixture
def stages(run_tool: Run, tmp_path: Path) -> Stages:
    """In a folder of their own."""
    return Stages(run_tool, tmp_path)


def renumbered(rows: list[Row]) -> list[Row]:
    """Ids by the place of the row."""
    return [row | {"ID": f"el{number:04d}"} for number, row in enumerate(rows, start=1)]


def other_strand(sequence: str) -> str:
    """The reverse complement."""
    return sequence.translate(COMPLEMENT)[::-1]


RELEASES: dict[str, Callable[[list[Row]], list[Row]]] = {
    "without its first row": lambda rows: rows[1:],
    "without every tenth row": lambda rows: [row for i, row in enumerate(rows) if i % 10],
    "in another order": lambda rows: [rows[i] for i in np.random.default_rng(3).permutation(len(rows))],
    "with new ids": lambda rows: [row | {"ID": f"v2_{row['ID']}"} for row in reversed(rows)],
    "numbered anew": lambda rows: renumbered(rows[1:]),
}


@pytest.mark.parametrize("release", RELEASES)
@pytest.mark.parametrize("column", ["ID", None])
@pytest.mark.parametrize("strategy", ["extend", "auto"])
def test_test_sequences_stay_test_sequences(stages: Stages, release: str, column: str | None, strategy: str) -> None:
    """A7: an element is its sequence, wherever its row stands and whatever its id is."""
    rows = rows_of("A7_release1.tsv")
    stages.clean("q1", write_rows(stages.folder / "one.tsv", rows), id=column)
    stages.split("q1", "s1")
    second = RELEASES[release](rows)
    stages.clean("q2", write_rows(stages.folder / "two.tsv", second), id=column)
    stages.split("q2", "s2", *stages.based_on("q1", "s1"), strategy=strategy)
    tested, kept = stages.sequences("q1", "s1", TEST), {row["sequence"] for row in second}
    assert len(tested) == 24
    assert tested & kept <= stages.sequences("q2", "s2", TEST)
    base = stages.report("s2")["base"]
    assert (base["rows"], base["new_rows"]) == (len(second), 0)
    assert (base["test_rows"], base["missing_test_rows"]) == (len(tested & kept), len(tested - kept))
    if strategy == "extend":
        assert base["moved_rows"] == 0
        assert stages.sequences("q2", "s2", TEST) == tested & kept
        assert stages.sequences("q2", "s2", TRAIN) == stages.sequences("q1", "s1", TRAIN) & kept
    known = stages.report("s2")["base_known_by"]
    assert known["id"] == 0
    assert known["sequence_and_id"] == (len(second) if column and not release.endswith(("ids", "anew")) else 0)


def test_moved_rows_are_counted(stages: Stages) -> None:
    """Another seed moves rows; they are counted by sequence, not by row."""
    rows = rows_of("A7_release1.tsv")
    stages.clean("q1", write_rows(stages.folder / "one.tsv", rows), id=None)
    stages.split("q1", "s1")
    stages.clean("q2", write_rows(stages.folder / "two.tsv", rows[::-1]), id=None)
    stages.split("q2", "s2", *stages.based_on("q1", "s1"), seed=7)
    split_of = [
        {sequence: split for split in range(3) for sequence in stages.sequences(*names, split)}
        for names in (("q1", "s1"), ("q2", "s2"))
    ]
    moved = sum(split_of[0][sequence] != split for sequence, split in split_of[1].items())
    assert stages.report("s2")["base"]["moved_rows"] == moved > 0


def test_ids_whose_sequence_changed(stages: Stages) -> None:
    """They are counted in a warning and stay in the split of their id; without ids they are new."""
    rows = rows_of("A7_release1.tsv")
    stages.clean("q1", write_rows(stages.folder / "one.tsv", rows))
    stages.split("q1", "s1")
    tested = stages.sequences("q1", "s1", TEST)
    changed = [row | {"sequence": "ACGTT" + row["sequence"][5:]} if row["sequence"] in tested else row for row in rows]
    table = write_rows(stages.folder / "two.tsv", changed)
    stages.clean("q2", table)
    said = stages.split("q2", "s2", *stages.based_on("q1", "s1"), strategy="extend")
    assert "24 elements with the id of an element of the base run" in said and "but another sequence" in said
    assert any("24 elements with the id" in warning for warning in stages.warnings("s2"))
    assert stages.sequences("q2", "s2", TEST) == {f"ACGTT{sequence[5:]}" for sequence in tested}
    stages.clean("q3", table, id=None)
    said = stages.split("q3", "s3", *stages.based_on("q1", "s1"), expect=0)
    assert stages.report("s3")["base"] | {"moved_rows": 0} == {
        "rows": 216, "new_rows": 24, "moved_rows": 0, "test_rows": 0, "missing_test_rows": 24,
    }  # fmt: skip
    assert "24 test rows of the base run are not among these elements" in said


def test_elements_of_another_length(stages: Stages) -> None:
    """Ids say which is which; row numbers do not."""
    table = CASES / "A7_release1.tsv"
    for name, column in (("q1", "ID"), ("r1", None)):
        stages.clean(name, table, id=column)
    stages.split("q1", "s1")
    stages.split("r1", "t1")
    stages.clean("q2", table, qc={"length": 60, "off_length": "adjust"})
    said = stages.split("q2", "s2", *stages.based_on("q1", "s1"), strategy="extend")
    assert "240 elements with the id of an element of the base run" in said and "(80 bases there, 60 here)" in said
    assert stages.sequences("q2", "s2", TEST) == {text[10:70] for text in stages.sequences("q1", "s1", TEST)}
    stages.clean("r2", table, qc={"length": 60, "off_length": "adjust"}, id=None)
    said = stages.split("r2", "t2", *stages.based_on("r1", "t1"), strategy="extend", expect=6)
    assert "elements of 80 bases, here they have 60, and ids that are row numbers" in said
    assert "qc.columns.id" in said


def test_the_other_strand_of_a_test_sequence(stages: Stages) -> None:
    """Is held to the test split, unless strands are told apart."""
    rows = rows_of("A7_release1.tsv")
    stages.clean("q1", write_rows(stages.folder / "one.tsv", rows), id=None)
    stages.split("q1", "s1")
    tested = stages.sequences("q1", "s1", TEST)
    turned = [row | {"sequence": other_strand(row["sequence"])} if row["sequence"] in tested else row for row in rows]
    stages.clean("q2", write_rows(stages.folder / "two.tsv", turned), id=None)
    stages.split("q2", "s2", *stages.based_on("q1", "s1"))
    assert {other_strand(sequence) for sequence in tested} <= stages.sequences("q2", "s2", TEST)


def test_tables_with_nothing_in_common(stages: Stages) -> None:
    """Row numbers of another table are no reason to go on."""
    stages.clean("q1", CASES / "A7_release1.tsv", id=None)
    stages.split("q1", "s1")
    stages.clean("q2", CASES / "F10_folds.tsv", id=None)
    said = stages.split("q2", "s2", *stages.based_on("q1", "s1"), expect=6)
    assert "has no element in common with those to be split, neither by sequence nor by id" in said


@pytest.mark.parametrize(
    "pattern", [r"chr\d+:\d+", r"(chr\d+:\d+)__", r"^.*?:\d+", r"(?P<locus>chr[^_]+)__(?:wt|mut\d)", r"[^_]+"]
)
def test_patterns_that_python_reads(stages: Stages, pattern: str) -> None:
    r"""A1: \d, *? and capture groups mean what they mean elsewhere: 60 loci of 4."""
    said = stages.clean("q", CASES / "A1_families.tsv", group="ID", group_pattern=pattern)
    assert "warning" not in said
    said = stages.split("q", "s")
    assert stages.groups("s") == [4] * 60
    assert "kin" not in said and stages.report("s")["kin"]["test"]["related"] == 0


def test_patterns_that_do_not_match(stages: Stages) -> None:
    """Nowhere: an error with an example. Here and there: a warning with share and example."""
    table = CASES / "A1_families.tsv"
    said = stages.clean("q", table, group="ID", group_pattern=r"locus\d", expect=4)
    assert r"qc.columns.group_pattern 'locus\d' matches no value of column ID" in said
    assert "'chr1:100000__wt__00' (line 2)" in said
    stages.clean("q", table, group="ID", group_pattern=r"chr1:\d+")
    assert [warning for warning in stages.warnings("q") if "group_pattern" in warning] == [
        r"qc.columns.group_pattern 'chr1:\d+' matches 32 of 240 values of column ID (13.3 %), for instance not "
        "'chr2:101700__wt__01' (line 6); a value that it does not match is its own group as a whole"
    ]
    for pattern, reason in (
        ("chr(", "missing ):"),
        ("(?<=chr)1", "invalid perl operator"),
        (r"(.)\1", "invalid escape"),
    ):
        said = stages.clean("bad", table, group="ID", group_pattern=pattern, expect=3)
        assert f"qc.columns.group_pattern: '{pattern}' is not a regular expression: {reason}" in said


def test_what_is_named_is_used(stages: Stages) -> None:
    """A3: a group column groups, a split column splits, without further words; the log and the report say so."""
    table = CASES / "A1_families.tsv"
    stages.clean("q", table, group="locus")
    said = stages.split("q", "s")
    assert "split.strategy auto: random, split.group_by auto: sequence and column" in said
    report = stages.report("s")
    assert (report["strategy"], report["group_by"]) == ("random", ["sequence", "column"])
    assert report["automatic"] == ["strategy", "group_by"]
    assert stages.groups("s") == [4] * 60
    rows = [
        row | {"split": ("train", "Training", "val", "test")[int(row["locus"][1:]) % 4]} for row in rows_of(table.name)
    ]
    stages.clean("p", write_rows(stages.folder / "published.tsv", rows), group="locus", split="split")
    assert "split.strategy auto: predefined" in stages.split("p", "t")
    assert stages.report("t")["strategy"] == "predefined"
    assert stages.sequences("p", "t", TEST) == {row["sequence"] for row in rows if row["split"] == "test"}
    assert stages.warnings("t") == []


def test_what_is_named_and_not_used_is_said(stages: Stages) -> None:
    """Columns that the settings leave aside, settings of another strategy."""
    rows = [row | {"split": ("train", "val", "test")[int(row["locus"][1:]) % 3]} for row in rows_of("A1_families.tsv")]
    table = write_rows(stages.folder / "t.tsv", rows)
    stages.clean("q", table, group="locus", split="split", chromosome="chrom")
    stages.split("q", "s", strategy="random", group_by=["sequence"], values={"test": ["holdout"]})
    parts = ["qc.columns.chromosome", "qc.columns.split", "qc.columns.group)", "split.values has no effect"]
    assert all(any(part in warning for warning in stages.warnings("s")) for part in parts)
    stages.split("q", "t", seed=7, fractions={"train": 0.7, "val": 0.2, "test": 0.1}, tolerance=0.1)
    for key in ("split.seed", "split.fractions", "split.tolerance"):
        assert f"{key} has no effect with split.strategy: predefined" in stages.warnings("t")


def test_kin_is_seen(stages: Stages) -> None:
    """A1 without its groups, and copies that differ in strand and barcode (A5): numbers and a pair, in the manifest."""
    stages.clean("q", CASES / "A1_families.tsv")
    said = stages.split("q", "s")
    (warning,) = (text for text in stages.warnings("s") if text.startswith("kin: "))
    assert warning in said and "test rows (" in warning and "split.kin_share" in warning
    kin = stages.report("s")["kin"]
    assert kin["word"] == 31 and kin["least_overlap"] == 40 and kin["test"]["rows"] == 24
    assert kin["test"]["share"] > 0.5
    pair = kin["test"]["example"]
    assert pair["offset"] == 0 and pair["strand"] == "same" and pair["overlap"] >= 40
    rows = {row["ID"]: row for row in rows_of("A1_families.tsv")}
    one, other = rows[pair["row"]["id"]], rows[pair["training_row"]["id"]]
    assert one["locus"] == other["locus"]
    stages.split("q", "quiet", kin_share=1)
    assert stages.warnings("quiet") == []
    draw = np.random.default_rng(5)
    turned = []
    for row in rows_of("A7_release1.tsv"):
        for name, sequence in (("f", row["sequence"]), ("r", other_strand(row["sequence"]))):
            barcode = "".join(draw.choice(list("ACGT"), 10))
            turned.append(row | {"ID": f"{row['ID']}_{name}", "sequence": sequence + barcode})
    stages.clean("r", write_rows(stages.folder / "turned.tsv", turned))
    stages.split("r", "u")
    kin = stages.report("u")["kin"]
    assert kin["test"]["share"] > 0.5 and kin["test"]["example"]["strand"] == "other"
    assert kin["test"]["example"]["overlap"] >= 80


def test_folds(stages: Stages) -> None:
    """F10: the message shows what the column holds; split.values says what it means."""
    table = CASES / "F10_folds.tsv"
    stages.clean("q", table, split="fold")
    said = stages.split("q", "s", strategy="predefined", expect=4)
    assert "split '0' is not allowed" in said
    assert "the column holds '0' (10 rows), '1' (10), '2' (10)" in said and "split.values: {train:" in said
    stages.split("q", "s", values={"train": [0, 1, "2", 3.0, "4", 5, 6, 7], "val": ["8.0"], "test": [9]})
    with h5py.File(stages.folder / "s" / "split.h5") as made:
        assigned = made["split"][:].tolist()
    folds = [int(row["fold"]) for row in rows_of(table.name)]
    assert assigned == [0 if fold < 8 else fold - 7 for fold in folds]
    said = stages.split("q", "bad", values={"train": [0, 8], "val": ["8.0"], "test": [9]}, expect=3)
    assert "split.values.val[0]: '8.0' is also in train" in said
    rows = rows_of(table.name)
    rows[4]["fold"] = "NA"
    stages.clean("m", write_rows(stages.folder / "m.tsv", rows), split="fold")
    said = stages.split("m", "bad", values={"train": [0, 1, 2, 3, 4, 5, 6, 7], "val": [8], "test": [9]}, expect=4)
    assert "line 6, element el0005: the split column has no value" in said


@pytest.mark.parametrize("word", ["", "NA", "nan", ".", "n/a", "None", "-", "<NA>", "#N/A"])
def test_rows_without_a_group(stages: Stages, word: str) -> None:
    """A missing value is no group of its own kind: an error, or each row for itself with its equals."""
    rows = rows_of("A1_families.tsv")
    for row in rows[:8]:
        row["locus"] = word
    rows[7]["sequence"] = rows[0]["sequence"]
    stages.clean("q", write_rows(stages.folder / "t.tsv", rows), group="locus")
    said = stages.split("q", "s", expect=4)
    assert "line 2, element chr1:100000__wt__00: the group column is empty" in said
    assert "as in 8 of 240 rows" in said and "split.missing_group: own" in said
    said = stages.split("q", "s", missing_group="own")
    assert stages.groups("s") == [4] * 58 + [2] + [1] * 6
    assert any(
        warning.startswith("8 of 240 rows without a value in the group column") for warning in stages.warnings("s")
    )


def test_a_task_that_a_split_does_not_measure(stages: Stages) -> None:
    """Is refused before anything is trained."""
    rows = rows_of("F10_folds.tsv")
    for row in rows:
        if row["fold"] == "9":
            row["HepG2_l2fc"] = ""
    values = {"train": [0, 1, 2, 3, 4, 5, 6, 7], "val": [8], "test": [9]}
    stages.clean("q", write_rows(stages.folder / "t.tsv", rows), qc={"allow_missing_tasks": True}, split="fold")
    said = stages.split("q", "s", values=values, expect=4)
    assert "task HepG2: no row of test measures it (measured rows: train 80, val 10, test 0)" in said
    said = stages.split("q", "s", values=values | {"val": [9], "test": [8]}, expect=4)
    assert "task HepG2: no row of val measures it" in said


def run_ablation(run: Run, folder: Path, base: PredictionTable, other: PredictionTable, expect: int = 0) -> str:
    """Compares the two; returns what was said on stderr."""
    files = [write_predictions(folder / name, table) for name, table in (("base", base), ("other", other))]
    words = ("--baseline", files[0], "--variant", f"v={files[1]}", "--set", "ablate.resamples=200")
    return run("cre-ablate", *words, "--out", folder / "ablate", expect=expect).stderr


def ablation(run: Run, folder: Path, base: PredictionTable, other: PredictionTable) -> dict[str, Any]:
    """The only variant of ablation.json, with the warnings."""
    run_ablation(run, folder, base, other)
    result = json.loads((folder / "ablate" / "ablation.json").read_text())
    return result["variants"][0] | {"warnings": result["warnings"]}


@pytest.fixture
def pair() -> tuple[PredictionTable, PredictionTable]:
    """A baseline and a variant of 300 rows, of which 100 are for training, without ids of the table."""
    base = simulated_predictions()
    base.split[200:] = TRAIN
    base.ids_are_row_numbers = True
    base.id = [f"row{i + 1}" for i in range(300)]
    other = copy.deepcopy(base)
    noise = np.random.default_rng(4).normal(size=base.predicted.shape)
    other.predicted = (base.predicted + 0.3 * noise).astype(np.float32)
    return base, other


def numbered(table: PredictionTable) -> PredictionTable:
    """Row numbers of its own."""
    table.id = [f"row{i + 1}" for i in range(len(table.id))]
    table.line = np.arange(2, len(table.id) + 2)
    return table


def test_an_ablation_knows_rows_by_sequence(
    run_tool: Run, tmp_path: Path, pair: tuple[PredictionTable, PredictionTable]
) -> None:
    """Another order, further rows before them: the same numbers."""
    base, other = pair
    straight = ablation(run_tool, tmp_path, base, other)
    assert straight["matched_by"] == {"sequence_and_id": 0, "sequence": 200, "id": 0}
    order = np.random.default_rng(1).permutation(300)
    mixed = ablation(run_tool, tmp_path, base, numbered(other.take(order)))
    assert mixed == straight and straight["warnings"] == []
    # A table that lost row 1 knows the others by other numbers.
    shorter = ablation(run_tool, tmp_path, base, numbered(other.take(np.arange(1, 300))))
    assert (shorter["rows"], shorter["missing_rows"]) == (199, 1)
    base.ids_are_row_numbers = other.ids_are_row_numbers = False
    other.id = [f"renamed{i}" for i in range(300)]
    renamed = ablation(run_tool, tmp_path, base, other)
    assert renamed["delta"] == straight["delta"]
    assert renamed["warnings"] == ["v: 200 rows have another id there and are known by their sequence"]


def test_an_ablation_tells_copies_apart_by_measurement(
    run_tool: Run, tmp_path: Path, pair: tuple[PredictionTable, PredictionTable]
) -> None:
    """Rows of one sequence without ids: each is compared with the copy that has its values; another is missing."""
    base, other = pair
    base.sequence_sha256[:10] = other.sequence_sha256[:10] = base.sequence_sha256[0]
    straight = ablation(run_tool, tmp_path, base, other)
    mixed = ablation(run_tool, tmp_path, base, numbered(other.take(np.arange(299, -1, -1))))
    assert mixed == straight and straight["rows"] == 200
    other.activity[3, 0] += 1
    changed = ablation(run_tool, tmp_path, base, other)
    assert (changed["rows"], changed["missing_rows"]) == (199, 1)


def test_an_ablation_refuses_what_it_cannot_tell(
    run_tool: Run, tmp_path: Path, pair: tuple[PredictionTable, PredictionTable]
) -> None:
    """An id with another sequence is another element, but for a reason; row numbers are no ids."""
    base, other = pair
    other.sequence_sha256[:50] = sequence_digests(range(1000, 1050))
    found = ablation(run_tool, tmp_path, base, other)
    assert (found["rows"], found["missing_rows"], found["other_sequence"]) == (150, 50, 0)
    base.ids_are_row_numbers = other.ids_are_row_numbers = False
    found = ablation(run_tool, tmp_path, base, other)
    assert (found["rows"], found["missing_rows"], found["other_sequence"]) == (150, 50, 50)
    assert found["warnings"] == [
        "v: 50 rows have the id of a row of the baseline but another sequence; they are other elements and not compared"
    ]
    other.flags[:20] = 1  # trimmed or padded
    found = ablation(run_tool, tmp_path, base, other)
    assert found["matched_by"] == {"sequence_and_id": 150, "sequence": 0, "id": 20} and found["other_sequence"] == 30
    other.insert_length = 180
    found = ablation(run_tool, tmp_path, base, other)
    assert found["rows"] == 200 and found["matched_by"]["id"] == 50
    assert any("50 rows are known by their id alone" in warning for warning in found["warnings"])
    other.sequence_sha256[:] = sequence_digests(range(1000, 1300))
    other.ids_are_row_numbers = True
    said = run_ablation(run_tool, tmp_path, base, other, expect=6)
    assert "has none of the baseline's 200 test rows: its inserts have 180 bases, those of the baseline 200" in said
    assert "qc.columns.id" in said


def test_a_renamed_training_row_is_found_out(
    run_tool: Run, tmp_path: Path, pair: tuple[PredictionTable, PredictionTable]
) -> None:
    """A test sequence of the baseline that the variant was trained on, under another id."""
    base, other = pair
    base.ids_are_row_numbers = other.ids_are_row_numbers = False
    other.id[5], other.split[5] = "renamed", TRAIN
    said = run_ablation(run_tool, tmp_path, base, other, expect=6)
    assert "row 'renamed' is in split 'train' here and in 'test' in the baseline (as 'row6')" in said
