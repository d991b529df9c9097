"""The private Slurm of the tests in this folder, and a run of the whole workflow on it that they share."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from helpers.cluster import Clone, user_environment

SCRIPT = Path(__file__).with_name("slurm_lab.sh")
NOT_POSSIBLE = 3


@contextmanager
def lab(track: str) -> Iterator[dict[str, str]]:
    """A running Slurm with this kind of process tracking; its user's environment. Skips where that is not possible."""
    # Not below pytest's folder: its path is longer than a Unix socket's may be.
    folder = Path(tempfile.mkdtemp(prefix="slurm-lab-"))
    settings = os.environ | {"SLURM_LAB": str(folder), "SLURM_LAB_TRACK": track}

    def do(word: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [str(SCRIPT), word], env=settings, capture_output=True, text=True, timeout=120, check=False
        )

    try:
        started = do("start")
        if started.returncode == NOT_POSSIBLE:
            pytest.skip(started.stderr.strip())
        assert started.returncode == 0, started.stderr
        yield user_environment(dict(re.findall(r"(\w+)=(\S+)", do("env").stdout)))
    finally:
        stopped = do("stop")
        shutil.rmtree(folder, ignore_errors=True)
    assert stopped.returncode == 0, stopped.stderr


@pytest.fixture(scope="session")
def slurm() -> Iterator[dict[str, str]]:
    """The lab that all tests share, with process tracking that works for every user."""
    with lab("linuxproc") as environment:
        yield environment


@pytest.fixture(scope="session")
def clone(slurm: dict[str, str], binary: Callable[[str], Path], tmp_path_factory: pytest.TempPathFactory) -> Clone:
    """A clone in which the whole workflow ran once. Not to be changed."""
    made = Clone(tmp_path_factory.mktemp("cluster") / "clone", slurm, binary("cre-qc").parent)
    (made.folder / "said.txt").write_text(made.run(), encoding="utf-8")
    return made


@pytest.fixture
def twin(clone: Clone, tmp_path: Path) -> Clone:
    """A copy of that clone, to be changed."""
    return clone.copy(tmp_path / "clone")
