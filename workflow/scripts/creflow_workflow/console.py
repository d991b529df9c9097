"""What the run shows on the terminal besides the lines of its stages: a title at the start, the numbers at the end."""

from __future__ import annotations

from . import headlines
from .plan import Plan

_shown: Plan | None = None


def show(plan: Plan) -> None:
    """Tells the console which run it is about; called once by the Snakefile."""
    global _shown
    _shown = plan


def shown() -> Plan | None:
    """The plan of the Snakefile that was read, or None before that."""
    return _shown


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
    """The last lines of a finished run. A run of single stages by name has no numbers yet: it says what it made."""
    try:
        return "\n" + headlines.of_run(plan)
    except (OSError, ValueError, KeyError, TypeError):
        return f"\n  files in {plan.folder}"
