"""Tiny runs of the real workflow, and reports of them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from helpers.reports import Page, copy_of, report_of


@pytest.fixture(scope="session")
def run(finished_run: Path) -> Path:
    """The results of a run with three tasks, standard errors, designed cells and two variants. Not to be changed."""
    return finished_run / "results/tiny"


@pytest.fixture(scope="session")
def page(run: Path, tmp_path_factory: pytest.TempPathFactory) -> Page:
    """The report of that run."""
    return report_of(run, tmp_path_factory.mktemp("report"))


@pytest.fixture
def copy(run: Path, tmp_path: Path) -> Callable[[], Path]:
    """copy() is a copy of the results of that run, to be changed with the functions in helpers/reports.py."""
    return lambda: copy_of(run, tmp_path)


@pytest.fixture(scope="session")
def metrics(run: Path) -> dict[str, Any]:
    """eval/base/metrics.json of that run."""
    return json.loads((run / "eval/base/metrics.json").read_text())
