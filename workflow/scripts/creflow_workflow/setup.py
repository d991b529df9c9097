"""Start-up of the Snakefile: makes the plan, or ends the program with one line that says what to mend."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from .plan import Plan
from .problems import Problem
from .stages import STAGES


def plan_or_exit(
    config: dict[str, Any], files: Sequence[Path | str], workflow_folder: Path, container: str = ""
) -> Plan:
    """The plan of a config; a mistake of the user ends the program with the exit code of its kind."""
    source = ", ".join(os.path.relpath(file) for file in files) or "config"
    try:
        plan = Plan(config, source, workflow_folder, container)
        _ = plan.table
        for variant in plan.variants:
            plan.motifs(variant)
        for stage in STAGES:
            plan.build(stage)
    except Problem as problem:
        print(f"creflow: error: {problem}", file=sys.stderr, flush=True)
        sys.exit(problem.code)
    for name in plan.left_out:
        chosen = plan.config["model"]["architecture"]
        print(
            f"creflow: warning: variant {name} is left out: it changes sizes of another network than {chosen}",
            file=sys.stderr,
            flush=True,
        )
    return plan
