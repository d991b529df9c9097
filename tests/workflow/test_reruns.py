"""What runs again after a change of files: table, program, outputs. Changes of settings are in test_run.py."""

from __future__ import annotations

import os
import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from helpers.workflow import TINY, planned, snakemake, write_config
from test_run import FIRST_RUN, changed

TABLE = "table.tsv.gz"
EVERYTHING = FIRST_RUN - Counter(simulate=1)


@pytest.fixture(scope="module")
def run_of_a_table(finished_run: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A finished run of a table that the user gave. Not to be changed."""
    folder = tmp_path_factory.mktemp("table")
    shutil.copy(finished_run / "results/tiny/simulate/elements.tsv.gz", folder / TABLE)
    write_config(folder, TINY | {"table": TABLE})
    snakemake(folder)
    return folder


@pytest.fixture
def copy_of_table_run(run_of_a_table: Path, tmp_path: Path) -> Path:
    """A copy of that run, to be changed."""
    return Path(shutil.copytree(run_of_a_table, tmp_path / "copy"))


def test_a_touched_table_reruns_nothing(copy_of_table_run: Path) -> None:
    """The same bytes with a new time, as after a copy."""
    os.utime(copy_of_table_run / TABLE)
    assert planned(copy_of_table_run) == Counter()


def test_a_changed_table_reruns_everything(copy_of_table_run: Path, tmp_path: Path) -> None:
    """Also when its time says that it is older than what was made from it."""
    table = copy_of_table_run / TABLE
    time = table.stat().st_mtime_ns
    table.write_bytes(table.read_bytes() + b"\n")
    os.utime(table, ns=(time, time))
    assert planned(copy_of_table_run) == EVERYTHING


def test_a_touched_motif_file_reruns_nothing(copy_of_table_run: Path) -> None:
    """The motif file is an input like the table."""
    motifs = copy_of_table_run / "one.meme"
    head = "MEME version 4\nALPHABET= ACGT\nMOTIF m\nletter-probability matrix: w= 2\n"
    motifs.write_text(head + "0.7 0.1 0.1 0.1\n0.1 0.7 0.1 0.1\n")
    write_config(copy_of_table_run, changed(table=TABLE, encode={"motifs": motifs.name}))
    target = "results/tiny/encode/base/manifest.json"
    snakemake(copy_of_table_run, target)
    os.utime(motifs)
    assert planned(copy_of_table_run, target) == Counter()


def test_a_removed_variant_reruns_what_compares(copy_of_run: Callable[[], Path]) -> None:
    """Its files stay where they are, but no result speaks of it any more."""
    folder = copy_of_run()
    variants = {name: settings for name, settings in TINY["variants"].items() if name != "longer"}
    write_config(folder, TINY | {"variants": variants})
    assert planned(folder) == Counter(ablate=1, report=1)


def test_a_comment_reruns_nothing(copy_of_run: Callable[[], Path]) -> None:
    """Settings are compared, not the text of the file."""
    folder = copy_of_run()
    file = folder / "config.yaml"
    file.write_text("# What this is for.\n" + file.read_text(encoding="utf-8"), encoding="utf-8")
    assert planned(folder) == Counter()


AFTER = {
    "qc/base/elements.h5": EVERYTHING,
    "qc/base/rejected.tsv.gz": EVERYTHING,
    "split/base/split_report.json": EVERYTHING - Counter(qc=1),
    "encode/base/scaler.json": EVERYTHING - Counter(qc=1, split=1),
    "train/longer/seed7/model.h5": Counter(train=1, predict=1, eval=1, ablate=1, report=1),
    "predict/forward-only/seed7/predictions.h5": Counter(predict=1, eval=1, ablate=1, report=1),
    "eval/base/tables/table1.tsv": Counter(eval=1, report=1),
    "ablate/ablation.tsv": Counter(ablate=1, report=1),
    "report/figures/scatter.tsv": Counter(report=1),
}


@pytest.mark.parametrize(("file", "expected"), AFTER.items(), ids=AFTER)
def test_a_deleted_output_is_made_again(copy_of_run: Callable[[], Path], file: str, expected: Counter[str]) -> None:
    """Even one that nothing else reads, and one whose successors are all there."""
    folder = copy_of_run()
    (folder / "results/tiny" / file).unlink()
    assert planned(folder) == expected


def test_a_failed_stage_is_not_forgotten(copy_of_run: Callable[[], Path]) -> None:
    """After a failure in the middle of a finished run, the old report does not pass for the new one."""
    folder = copy_of_run()
    write_config(folder, changed(qc={"columns": {"id": "Name"}}))
    snakemake(folder, expect=1)
    assert planned(folder) == EVERYTHING


CHANGED_TOOLS = {
    "cre-qc": EVERYTHING,
    "cre-train": Counter(train=2, predict=3, eval=3, ablate=1, report=1),
    "cre-predict": Counter(predict=3, eval=3, ablate=1, report=1),
    "cre-eval": Counter(eval=3, ablate=0, report=1),
    "cre-ablate": Counter(ablate=1, report=1),
    "cre-audit": Counter(),
}


@pytest.mark.parametrize(("tool", "expected"), CHANGED_TOOLS.items(), ids=CHANGED_TOOLS)
def test_a_changed_program_runs_again(
    finished_run: Path, binary: Callable[[str], Path], tmp_path: Path, tool: str, expected: Counter[str]
) -> None:
    """Same path, other content."""
    folder = Path(shutil.copytree(finished_run, tmp_path / "copy"))
    binaries = folder / "binaries"
    binaries.mkdir()
    for file in binary("cre-qc").parent.glob("cre-*"):
        (binaries / file.name).symlink_to(file)
    snakemake(folder, "--touch", CREFLOW_BIN="binaries")
    assert planned(folder, CREFLOW_BIN="binaries") == Counter()
    (binaries / tool).unlink()
    shutil.copy(binary(tool), binaries / tool)
    with (binaries / tool).open("ab") as stream:
        stream.write(b"\0")
    assert planned(folder, CREFLOW_BIN="binaries") == +expected
