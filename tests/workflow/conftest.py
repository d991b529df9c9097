"""One tiny run of the whole workflow, shared by the tests that look at it or go on from a copy of it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest


@pytest.fixture
def copy_of_run(finished_run: Path, tmp_path: Path) -> Callable[[], Path]:
    """A copy of the finished run, times included, that a test may change."""

    def copy() -> Path:
        folder = tmp_path / "copy"
        shutil.copytree(finished_run, folder, symlinks=True)
        return folder

    return copy


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder in which the user stands."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("CREFLOW_CALLER", raising=False)
    return tmp_path
