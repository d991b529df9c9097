"""Start-up of the Snakefile: makes the plan, or ends the program with one line that says what to mend."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from . import ablation_plan
from .plan import Plan
from .problems import INPUT, Problem
from .stages import BASE, STAGES


def plan_or_exit(
    config: dict[str, Any], files: Sequence[Path | str], workflow_folder: Path, container: str = ""
) -> Plan:
    """The plan of a config; a mistake of the user ends the program with the exit code of its kind."""
    source = ", ".join(os.path.relpath(file) for file in files) or "config"
    try:
        plan = Plan(config, source, workflow_folder, container)
        _ = plan.table
        plan.base_of_split(BASE)
        for variant in plan.variants:
            plan.motifs(variant)
        for stage in STAGES:
            plan.build(stage)
    except Problem as problem:
        print(f"creflow: error: {problem}", file=sys.stderr, flush=True)
        sys.exit(problem.code)
    for name, reason in plan.left_out.items():
        # A product may well contain the base; that is no mistake.
        if name in plan.grid.variants and not plan.grid.variants[name].of_product:
            print(f"creflow: warning: variant {name} is left out: {reason}", file=sys.stderr, flush=True)
    return plan


def show_ablation_plan_and_end(plan: Plan) -> None:
    """Prints to stdout and ends the program before Snakemake runs anything."""
    try:
        if plan.image:
            raise Problem("ablation_plan asks the tools of this machine; leave --sdm apptainer out")
        print(ablation_plan.text(plan), flush=True)
    except Problem as problem:
        print(f"creflow: error: {problem}", file=sys.stderr, flush=True)
        sys.exit(problem.code)
    except (OSError, EOFError, ValueError, KeyError) as error:
        print(
            f"creflow: error: ablation_plan: {error!r} while reading the table or finished trainings",
            file=sys.stderr,
            flush=True,
        )
        sys.exit(INPUT)
    sys.exit(0)
