"""What the run shows on the terminal besides the lines of its stages: a title at the start, the numbers at the end."""

from __future__ import annotations

import contextlib
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

from . import notes, places
from .agreement import Agreement
from .headlines import interval, number, p_value, read_json, signed
from .plan import ENSEMBLE, Plan
from .stages import BASE, STAGES

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
    rest = ENSEMBLE if len(plan.seeds) > 1 else ""
    names = [job_name(variant, str(seed)) for variant in plan.names for seed in plan.seeds]
    return max(map(len, [*names, *(job_name(variant, "", rest) for variant in plan.names)]))


def order(plan: Plan) -> Callable[[str, str, str], tuple[int, int, int]]:
    """The place of a job in the pipeline, by stage, variant and seed; the mean of all seeds comes after them."""
    stages, variants, seeds = list(STAGES), plan.names, [str(seed) for seed in plan.seeds]

    def place(name: str, names: list[str]) -> int:
        return names.index(name) if name in names else len(names)

    return lambda stage, variant, seed: (place(stage, stages), place(variant, variants), place(seed, seeds))


def earlier_times(plan: Plan) -> dict[str, list[float]]:
    """Seconds that finished jobs of this run took, by stage."""
    times = defaultdict(list)
    for name, made in Agreement(plan).finished().items():
        if isinstance(seconds := made["run"].get("seconds"), float):
            times[name.split("/")[0]].append(seconds)
    return times


def title(plan: Plan, jobs: int) -> str:
    """The first line of a run."""
    given = plan.config["table"]  # as it was written
    table = "a simulated table" if plan.simulated else ", ".join([given] if isinstance(given, str) else given)
    threads = f"{plan.threads} thread{'s' if plan.threads != 1 else ''} a job"
    return f"{plan.config['run']}: {jobs:,} job{'s' if jobs != 1 else ''} from {table}, {plan.device}, {threads}"


def headline(stage: str, folder: Path) -> str:
    """What is said of a finished job in its line, if anything."""
    try:
        return STAGES[stage].headline(folder) if stage in STAGES else ""
    except (OSError, ValueError, KeyError, TypeError):
        return ""  # it is a courtesy: the stage itself has succeeded


def summary(plan: Plan) -> str:
    """The last lines of a finished run: its numbers, and what the stages warned of. A run of single stages by name has
    no numbers yet, or those of other settings: it says what it made."""
    text = f"\n  files in {places.shown(plan.folder)}"
    agreement = Agreement(plan)
    if agreement.is_current("eval") and (not plan.compared or agreement.is_current("ablate")):
        with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
            text = "\n" + numbers(plan)
    return text + "".join(f"\n{line}" for line in _warnings(plan, agreement))


def numbers(plan: Plan) -> str:
    """The numbers of a finished run, and where its report is."""
    metrics = read_json(Path(plan.path("eval", BASE, "metrics.json")))
    tasks = metrics["tasks"]
    lines = [(f"{metrics['split']} Pearson", f"{interval(metrics['macro']['pearson'])}, mean of {', '.join(tasks)}")]
    if metrics.get("min_gap"):
        lines.append(("MinGap rho", interval(metrics["min_gap"]["rho"])))
    if linear := metrics.get("baseline"):
        delta = linear["delta"]["pearson"]["macro"]
        better = "" if delta["low"] is not None and delta["low"] > 0 else ": the network is NOT better"
        who = "both together" if plan.linear_member(BASE) else "network"
        lines.append(
            ("linear baseline", f"{number(linear['pearson']['macro'])}, {who} {interval(delta, signed)}{better}")
        )
    judged = [rule["pass"] for rule in metrics["acceptance"] if rule["pass"] is not None]
    verdict = "passed" if metrics["accepted"] else "FAILED"
    lines.append(("acceptance", f"{verdict}, {sum(judged)} of {len(judged)} criteria hold"))
    if plan.compared:
        ablation = read_json(Path(plan.path("ablate", BASE, "ablation.json")))
        what = "Pearson" if ablation["split"] == metrics["split"] else f"{ablation['split']} Pearson"
        for variant in ablation["variants"]:
            delta = variant["delta"]["macro"]
            text = f"{what} {interval(delta, signed)}, adjusted p {p_value(delta['p_adjusted'])}"
            lines.append((variant["name"], text))
    lines.append(("report", f"{places.shown(plan.folder)}/report/report.html"))
    width = max(len(name) for name, _ in lines)
    return "\n".join(f"  {name:<{width}}  {text}" for name, text in lines)


def _warnings(plan: Plan, agreement: Agreement) -> list[str]:
    found = notes.collect(plan.warnings, agreement.finished(), of_this_run=True)
    if not found:
        return []
    lines = [f"    {note.stage:<9} {note.line()}" for note in found[:MOST_LINES]]
    if len(found) > MOST_LINES:
        lines.append(f"    and {len(found) - MOST_LINES} more in the report")
    return ["", f"  {len(found)} warning{'s' if len(found) != 1 else ''}", *lines]
