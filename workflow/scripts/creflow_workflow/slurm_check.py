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
    """Throws the Problem of a machine without Slurm, or of a controller that does not answer or refuses such jobs."""
    if missing := [name for name in PROGRAMS if shutil.which(name) is None]:
        raise Problem(
            f"--profile slurm: no Slurm here: {', '.join(missing)} {'is' if len(missing) == 1 else 'are'} not found; "
            "start the run on a login node of the cluster, or leave --profile slurm out",
            INPUT,
        )
    answer = _answer("squeue", "--noheader", f"--user={os.getuid()}")
    if answer.returncode != 0:
        raise Problem(f"--profile slurm: squeue failed: {_said(answer)}", INPUT)
    for options in dict.fromkeys((_options("PARTITION"), _options("GPU_PARTITION", "GRES"))):
        answer = _answer("sbatch", "--test-only", *options, "--wrap=true")
        # It also fails where a job would only have to wait.
        if answer.returncode != 0 and "nvalid" in answer.stderr:
            raise Problem(f"--profile slurm: sbatch {' '.join(options)}: {_said(answer)}", INPUT)


def _options(partition: str, gres: str = "") -> tuple[str, ...]:
    """What the profile asks for, from the variables of docs/cluster.md."""
    values = {
        "--partition": os.environ.get(f"CRE_SLURM_{partition}") or os.environ.get("CRE_SLURM_PARTITION"),
        "--account": os.environ.get("CRE_SLURM_ACCOUNT"),
        "--gres": os.environ.get(f"CRE_SLURM_{gres}") if gres else None,
    }
    return tuple(f"{option}={value}" for option, value in values.items() if value)


def _answer(*command: str) -> subprocess.CompletedProcess[str]:
    try:
        return subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, check=False)
    except subprocess.TimeoutExpired:
        raise Problem(
            f"--profile slurm: the controller did not answer {command[0]} within {PATIENCE} s", INPUT
        ) from None


def _said(answer: subprocess.CompletedProcess[str]) -> str:
    return " ".join(answer.stderr.split()) or f"exit code {answer.returncode}"
