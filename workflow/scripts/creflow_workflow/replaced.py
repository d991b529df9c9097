"""Finished results that a run replaces, and why: said before it begins, and refused with --keep."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path

from . import console
from .manifest import NAME
from .problems import INTEGRITY, Problem
from .stages import STAGES

KEEP = "CREFLOW_KEEP"  # environment: set by --keep
_MOST_REASONS = 3

_outputs: Callable[[], Iterable[str]] = lambda: ()  # noqa: E731 - nothing runs before a Snakefile is read


def watch(outputs: Callable[[], Iterable[str]]) -> None:
    """Tells where the outputs of the jobs that are to run are known from; called once by the Snakefile."""
    global _outputs
    _outputs = outputs


@cache  # told later, when the first jobs have taken old results away, it is the same
def text() -> str:
    """ "train.epochs 14 -> 3: 6 finished trainings and 13 other results are replaced", or nothing."""
    order = [*STAGES, "report"]
    found = sorted(
        (order.index(stage), name)
        for name in _outputs()
        for stage in Path(name).parts[2:3]  # results/<run>/<stage>; an outer workflow has files of its own
        if stage in order and Path(name).name == NAME and Path(name).exists()
    )
    if not found:
        return ""
    trainings = sum(stage == order.index("train") for stage, _ in found)
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
