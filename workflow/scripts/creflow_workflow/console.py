"""What the run shows on the terminal besides the lines of its stages: a title at the start, the numbers at the end."""

from __future__ import annotations

import contextlib

from . import headlines, notes
from .agreement import Agreement
from .plan import Plan

MOST_LINES = 20  # of warnings

_shown: Plan | None = None
_reasons: dict[str, str] = {}  # why a finished job runs again, by its manifest


def show(plan: Plan) -> None:
    """Tells the console which run it is about; called once by the Snakefile."""
    global _shown
    _shown = plan


def shown() -> Plan | None:
    """The plan of the Snakefile that was read, or None before that."""
    return _shown


def remember_reason(manifest: str, reason: str) -> None:
    """Why a finished job runs again, for the line of the job in a dry run."""
    _reasons[manifest] = reason


def reason_of(manifest: str) -> str:
    """What was remembered of the job with this manifest."""
    return _reasons.get(manifest, "")


def job_name(variant: str, seed: str, rest: str = "") -> str:
    """What tells the jobs of one stage apart: "no-dilation seed 7"."""
    return " ".join(part for part in (variant, f"seed {seed}" if seed else "", rest) if part)


def widest_name(plan: Plan) -> int:
    """Width of the column of job names."""
    return max(len(job_name(variant, str(seed))) for variant in plan.variants for seed in plan.seeds)


def title(plan: Plan, jobs: int) -> str:
    """The first line of a run."""
    table = "a simulated table" if plan.simulated else plan.config["table"]
    threads = f"{plan.threads} thread{'s' if plan.threads != 1 else ''} a job"
    return f"{plan.config['run']}: {jobs} job{'s' if jobs != 1 else ''} from {table}, {plan.device}, {threads}"


def summary(plan: Plan) -> str:
    """The last lines of a finished run: its numbers, and what the stages warned of. A run of single stages by name has
    no numbers yet, or those of other settings: it says what it made."""
    text = f"\n  files in {plan.folder}"
    agreement = Agreement(plan)
    if agreement.is_current("eval") and (not plan.compared or agreement.is_current("ablate")):
        with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
            text = "\n" + headlines.of_run(plan)
    return text + "".join(f"\n{line}" for line in _warnings(plan, agreement))


def _warnings(plan: Plan, agreement: Agreement) -> list[str]:
    found = notes.collect(plan.warnings, agreement.finished(), of_this_run=True)
    if not found:
        return []
    lines = [f"    {note.stage:<9} {note.line()}" for note in found[:MOST_LINES]]
    if len(found) > MOST_LINES:
        lines.append(f"    and {len(found) - MOST_LINES} more in the report")
    return ["", f"  {len(found)} warning{'s' if len(found) != 1 else ''}", *lines]
