"""What the Snakefile does first: makes the plan, or ends the program with one line that says what to mend."""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn

from . import ablation_plan, checks, config_reader, replaced, running
from .colours import say
from .config_reader import Given
from .manifest import COMMAND
from .plan import Plan
from .problems import INPUT, Problem


def given(files: Sequence[Path | str], words: Sequence[str]) -> Given:
    """The config of files, of which there is a default, and of --config; what is wrong in it is for the plan to say."""
    return config_reader.collect(files or config_reader.default_files(words), words)


def handed_over(config: dict[str, Any]) -> Given:
    """The config that another workflow gives to this one as its module."""
    return Given(config, "config")


def plan_or_exit(given: Given, workflow_folder: Path, image: str = "") -> Plan:
    """The plan of a config; a mistake of the user ends the program with the exit code of its kind."""
    try:
        return checks.checked_plan(given, workflow_folder, image)
    except Problem as problem:
        _exit(problem)


def begin(plan: Plan) -> None:
    """Before the first job: refuses to replace what is kept, notes who runs, and writes the settings of the stages."""
    try:
        replaced.refuse()
    except Problem as problem:
        _exit(problem)
    running.begin(plan.config["run"])
    plan.write_config_files()


def show_warnings(plan: Plan) -> None:
    """Says at the start what the report will say again."""
    for text in plan.warnings:
        say(f"creflow: warning: {text}")


def remember_command() -> None:
    """For the report, which says with which words the run was started; the front door has said its own already."""
    os.environ.setdefault(COMMAND, shlex.join(["snakemake", *sys.argv[1:]]))


def _exit(problem: Problem) -> NoReturn:
    problem.show()
    sys.exit(problem.code)


def show_ablation_plan_and_end(plan: Plan) -> None:
    """Prints to stdout and ends the program before Snakemake runs anything."""
    try:
        if plan.programs.image:
            raise Problem("ablation_plan asks the tools of this machine; leave --sdm apptainer out")
        print(ablation_plan.text(plan), flush=True)
    except Problem as problem:
        _exit(problem)
    except (OSError, EOFError, ValueError, KeyError) as error:
        say(f"creflow: error: ablation_plan: {error!r} while reading the table or finished trainings")
        sys.exit(INPUT)
    sys.exit(0)
