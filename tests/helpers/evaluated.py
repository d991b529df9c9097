"""Gives a run the evaluation of other predictions: what a table lacks, its report must say."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

from helpers.predictions import PredictionTable, write_predictions

Run = Callable[..., subprocess.CompletedProcess[str]]


def evaluate(run: Path, run_tool: Run, table: PredictionTable, *settings: str) -> Path:
    """Replaces eval/base of the results of a run, a copy that may be changed, with cre-eval's of this table."""
    file = write_predictions(run.parent / "predicted", table)
    given = ["bootstrap.resamples=50", "permutations=99", *settings]
    words = [word for setting in given for word in ("--set", f"eval.{setting}")]
    shutil.rmtree(run / "eval/base")
    run_tool("cre-eval", "--predictions", file, "--out", run / "eval/base", *words)
    return run
