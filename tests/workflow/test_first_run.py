"""From a clone with a semicolon table of two cells to a report: two commands of the front door, and no edit."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from helpers.new_config import sequence_of
from helpers.repository import repository_files
from helpers.workflow import ROOT

# So that it takes seconds; a user leaves them out.
TINY = (
    "model.legnet.stem_channels=8",
    "model.legnet.block_channels=[8, 8, 8, 8]",
    "train.epochs=1",
    "eval.bootstrap.resamples=50",
)
SMALL = ("baseline.words=[3]", "baseline.gaps=[]")


@pytest.fixture
def clone(tmp_path: Path, binary: Callable[[str], Path]) -> Path:
    """What git clone makes, on a machine that is set up: the tools are built, Python is installed."""
    folder = tmp_path / "creflow"
    for name in repository_files():
        if name.split("/")[0] in ("creflow", "CMakeLists.txt", "config", "envs", "workflow"):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, folder / name)
    (folder / "build/release").mkdir(parents=True)
    (folder / "build/release/bin").symlink_to(binary("cre-qc").parent)
    (folder / ".venv").mkdir()
    for part in Path(sys.executable).parents[1].iterdir():
        if part.name != "creflow.stamp":
            (folder / ".venv" / part.name).symlink_to(part)
    pinned = b"".join((folder / "envs" / name).read_bytes() for name in ("requirements.txt", "constraints.txt"))
    (folder / ".venv/creflow.stamp").write_text(f"{hashlib.sha256(pinned).hexdigest()}  -")
    for name, script in (("dpkg-query", "echo installed"), ("cmake", "exit 0")):
        program = tmp_path / "bin" / name
        program.parent.mkdir(exist_ok=True)
        program.write_text(f"#!/bin/sh\n{script}\n")
        program.chmod(0o755)
    return folder


def creflow(clone: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """./creflow in the clone."""
    settings = os.environ | {"PATH": f"{clone.parent}/bin:{os.environ['PATH']}"}
    for name in ("CREFLOW_BIN", "PYTHONPATH"):
        settings.pop(name, None)
    done = subprocess.run(
        ["./creflow", *words], cwd=clone, env=settings, capture_output=True, text=True, timeout=900, check=False
    )
    assert done.returncode == 0, f"{' '.join(words)}\n{done.stdout}\n{done.stderr}"
    return done


def write_table(file: Path) -> None:
    """Activities follow the sequence, a little differently in the two cells."""
    rows = []
    for i in range(240):
        sequence = sequence_of(i, 80)
        activity = 0.2 * (sequence.count("GC") - sequence.count("TA")) + (i * 37 % 101) / 200
        rows.append(f"oligo {i};{sequence};{activity:.3f};{0.8 * activity + (i * 53 % 89) / 300:.3f}".replace(".", ","))
    file.write_text("\n".join(["Name;Seq;K562 log2;HepG2 log2", *rows]) + "\n", encoding="utf-8")


def test_two_commands_and_no_edit(clone: Path) -> None:
    """The second one is what the first one says."""
    write_table(clone / "table.csv")
    said = creflow(clone, "new", "table.csv").stdout
    assert re.search(r"^next: \./creflow run table\.yaml$", said, re.MULTILINE)
    done = creflow(clone, "run", "table.yaml", *TINY, *SMALL)
    assert (clone / "results/table/report/report.html").stat().st_size > 100_000
    assert "warning" not in done.stderr.partition("240 of 240 rows kept")[0]
    report = (clone / "results/table/report/report.html").read_text(encoding="utf-8")
    assert "K562" in report and "HepG2" in report
