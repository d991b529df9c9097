"""A config for a table whose columns nobody named: what the console says after quality control failed for them."""

from __future__ import annotations

import json
import shlex
import subprocess
from pathlib import Path

from . import places
from .plan import Plan
from .problems import Problem
from .settings import fill
from .stages import BASE

_SECONDS = 60


def advice(plan: Plan) -> str:
    """The config that `cre-qc --describe` suggests for the table of this run, and what to do with it. Empty when the
    table is a simulated one, when some setting of quality control was given, or when the tool cannot be asked."""
    untouched = plan.resolved[BASE]["qc"] == fill({}, plan.schemas["qc"])
    if plan.simulated or plan.programs.image or not untouched:
        return ""
    table = plan.table[0]
    try:
        tool = plan.programs.tool("qc")
        done = subprocess.run(
            [tool, f"--describe={table}", "--json"], capture_output=True, text=True, timeout=_SECONDS, check=True
        )
        found = json.loads(done.stdout)
    except (OSError, Problem, subprocess.SubprocessError, ValueError):
        return ""  # it is a courtesy: the error itself has been shown
    if found["config"] is None:
        command = shlex.join([tool, "--describe", table])
        return f"\n{table} does not suit quality control: {found['unusable']}\nSee what it holds with: {command}"
    file = f"{found['config']['run']}.yaml"
    return (
        f"\nThe config says nothing of the columns of {Path(table).name}. This one does, by what the table holds:\n\n"
        f"{found['config_text']}\n"
        f"Make it with: {shlex.join([places.creflow(), 'new', places.shown(table)])}\n"
        f"then: {places.creflow()} run {file}"
    )
