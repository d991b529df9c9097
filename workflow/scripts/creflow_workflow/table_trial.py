"""What quality control and split make of a small table, tried before the first job: only the tools can say which rows
are left, and whether they are enough for the split. A large table takes too long for that, and is hardly too small."""

from __future__ import annotations

import os
import subprocess
import tempfile
from pathlib import Path

from .plan import Plan
from .problems import Problem
from .stages import BASE, STAGES

MOST_BYTES = 2_000_000  # of all tables together, as they are on the disk: a fraction of a second


def problems(plan: Plan) -> list[Problem]:
    """What stops one of the two, with the settings of the base."""
    if plan.simulated or sum(os.path.getsize(file) for file in plan.table) > MOST_BYTES:
        return []
    base = plan.base_of_split(BASE)
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / "qc"
        read = {
            "qc": plan.table_options,
            "split": [
                *("--elements", str(made / "elements.h5")),
                *(["--base-elements", base[0], "--base-split", base[2]] if base else []),
            ],
        }
        for stage, options in read.items():
            if complaint := _complaint(plan, stage, options, Path(folder)):
                return [complaint]
    return []


def _complaint(plan: Plan, stage: str, options: list[str], folder: Path) -> Problem | None:
    settings = folder / f"{stage}.json"
    settings.write_text(plan.config_text(stage, BASE), encoding="utf-8")
    words = [plan.programs.tool(stage), "--config", str(settings), *options, "--out", str(folder / stage)]
    done = subprocess.run(words, capture_output=True, text=True, errors="replace", check=False)
    if done.returncode == 0:
        return None
    error = f"{STAGES[stage].tool}: error: "
    said = next((line.removeprefix(error) for line in done.stderr.splitlines() if line.startswith(error)), "")
    tables = ", ".join(plan.table)
    where = "" if any(file in said for file in plan.table) else f"{tables}: "
    return Problem(where + (said or f"{STAGES[stage].tool} ends with exit code {done.returncode}"), done.returncode)
