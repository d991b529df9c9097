"""Finished results that a run replaces, and why: said before it begins, and refused with --keep."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path

from . import console
from .manifest import NAME
from .problems import INTEGRITY, Problem

KEEP = "CREFLOW_KEEP"  # environment: set by --keep
_MOST_REASONS = 3

Jobs = Iterable[tuple[str, list[str]]]  # the rule of each job that is to run, and its outputs

_jobs: Callable[[], Jobs] = lambda: ()  # noqa: E731 - nothing runs before a Snakefile is read


def watch(jobs: Callable[[], Jobs]) -> None:
    """Tells where the jobs that are to run are known from; called once by the Snakefile."""
    global _jobs
    _jobs = jobs


@cache  # told later, when the first jobs have taken old results away, it is the same
def text() -> str:
    """ "train.epochs 14 -> 3: 6 finished trainings and 13 other results are replaced", or nothing."""
    found = [
        (rule, name) for rule, files in _jobs() for name in files if Path(name).name == NAME and Path(name).exists()
    ]
    if not found:
        return ""
    trainings = sum(rule == "train" for rule, _ in found)
    others = len(found) - trainings
    counts = [_counted(trainings, "finished training")] if trainings else []
    counts += [_counted(others, "other result" if trainings else "finished result")] if others else []
    verb = "is" if len(found) == 1 else "are"
    return f"{_reasons(name for _, name in found)}: {' and '.join(counts)} {verb} replaced"


def refuse() -> None:
    """Throws the Problem of results that --keep keeps."""
    if os.environ.get(KEEP) and (said := text()):
        raise Problem(
            f"--keep: {said.removesuffix('replaced')}kept, and nothing was started; give the run another "
            "name (run=NAME), or leave --keep out",
            INTEGRITY,
        )


def _reasons(manifests: Iterable[str]) -> str:
    reasons = dict.fromkeys(console.reason_of(name).removeprefix("settings changed: ") for name in manifests)
    told = [reason for reason in reasons if reason] or ["run again"]
    more = len(told) - _MOST_REASONS
    return "; ".join(told[:_MOST_REASONS]) + (f" and {more} more" if more > 0 else "")


def _counted(number: int, what: str) -> str:
    return f"{number} {what}{'s' if number != 1 else ''}"
