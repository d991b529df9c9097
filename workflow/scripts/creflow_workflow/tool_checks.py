"""What the tools say of their settings, of the table's header and first rows, and of the device: `cre-qc --check`."""

from __future__ import annotations

import os
import subprocess
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from .plan import Plan
from .problems import Problem
from .stages import STAGES


def problems(plan: Plan, *, here: bool) -> list[Problem]:
    """The complaints of each stage's tool about the settings of every variant. `here`: jobs run on this machine, which
    has to have the device."""
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(os.cpu_count()) as pool:
        jobs = []
        for stage in plan.stages:
            asked: dict[str, str] = {}
            for variant in plan.variants_of(stage):
                asked.setdefault(plan.config_text(stage, variant), variant)
            for text, variant in asked.items():
                file = Path(folder) / f"{stage}-{variant}.json"
                file.write_text(text, encoding="utf-8")
                jobs.append(pool.submit(_complaint, plan, stage, variant, file, here))
        found = [job.result() for job in jobs]
    return [one for one in found if one]


def _complaint(plan: Plan, stage: str, variant: str, file: Path, here: bool) -> Problem | None:
    words = [plan.programs.tool(stage), "--check", "--config", str(file)]
    if stage == "qc":
        words += _tables(plan)
    if STAGES[stage].needs_device and here:
        words += ["--device", plan.device]
    done = subprocess.run(words, capture_output=True, text=True, errors="replace", check=False)
    if done.returncode == 0:
        return None
    said = done.stderr.strip().removeprefix(f"{STAGES[stage].tool}: error: ") or f"exit code {done.returncode}"
    key, _, rest = said.removeprefix(f"{file}: ").partition(": ")
    if said.startswith(f"{file}: "):
        said = f"{plan.where(key)}: {plan.key_of(variant, key)}: {rest}"
    return Problem(said, done.returncode)


def _tables(plan: Plan) -> list[str]:
    """None where one is missing, which is said with the other files."""
    try:
        return [] if plan.simulated else plan.table_options
    except Problem:
        return []
