"""Is there a Slurm that takes jobs? Asked before Snakemake is, which would wait for minutes."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from .problems import INPUT, Problem

PROGRAMS = ("sbatch", "squeue", "scancel")
PATIENCE = 10  # seconds, for the controller to answer


def uses_slurm(options: Sequence[str]) -> bool:
    """Do the options of Snakemake send jobs to Slurm?"""
    named = False
    for before, word in zip(["", *options], options, strict=False):
        option, equals, value = word.partition("=")
        option, value = (option, value) if equals else (before, word)
        named |= option in ("--profile", "--executor", "-e") and Path(value).name == "slurm"
    return named


def check() -> None:
    """Throws the Problem of a machine without Slurm, or of a controller that does not answer."""
    if missing := [name for name in PROGRAMS if shutil.which(name) is None]:
        raise Problem(
            f"--profile slurm: no Slurm here: {', '.join(missing)} {'is' if len(missing) == 1 else 'are'} not found; "
            "start the run on a login node of the cluster, or leave --profile slurm out",
            INPUT,
        )
    asked = ["squeue", "--noheader", f"--user={os.getuid()}"]
    try:
        done = subprocess.run(asked, capture_output=True, text=True, timeout=PATIENCE, check=False)
    except subprocess.TimeoutExpired:
        raise Problem(f"--profile slurm: the controller did not answer squeue within {PATIENCE} s", INPUT) from None
    if done.returncode != 0:
        said = " ".join(done.stderr.split()) or f"exit code {done.returncode}"
        raise Problem(f"--profile slurm: squeue failed: {said}", INPUT)
