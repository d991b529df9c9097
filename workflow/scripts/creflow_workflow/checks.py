"""What is wrong with a run, all of it at once and before its first job: the config, the files that it names, what the
tools say of settings, table and device, and the cluster."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, TypeVar

from . import places, settings, slurm_check, table_trial, tool_checks
from .config_reader import Given
from .overrides import leaves
from .plan import Plan
from .problems import Problem, together
from .stages import BASE, STAGES
from .table_advice import advice
from .words import Words

Made = TypeVar("Made")


def checked_plan(given: Given, workflow_folder: Path, image: str = "") -> Plan:
    """The plan of a config. Throws the Problem of every mistake in it, and of every file and program it lacks."""
    plan, problems = _plan(given, workflow_folder, image)
    if plan is not None:
        problems += _problems_of(_of_programs(plan))
    if problems or plan is None:
        raise together(problems)
    return plan


def before_first_job(given: Given, words: Words) -> Plan:
    """The same for the words of a run, with what the tools and the cluster say."""
    plan, problems = _plan(given, places.ROOT / "workflow", "")
    runs = not words.has("-n", "--dry-run", "--dryrun", "--unlock")
    if runs and slurm_check.uses_slurm(words.options):
        problems += _problems_of([slurm_check.check])
    if plan is not None and not words.has(
        "--software-deployment-method", "--deployment-method", "--deployment", "--sdm"
    ):
        missing = _problems_of(_of_programs(plan))
        here = not words.has("--profile", "--executor", "-e")
        problems += missing or tool_checks.problems(plan, here=here, told=_left_out(given, plan))
        if not problems:
            problems = table_trial.problems(plan)
    if problems or plan is None:
        raise _advised(together(problems), plan)
    return plan


def _advised(problem: Problem, plan: Plan | None) -> Problem:
    """Where the columns of the table are all that is wrong, the config that would read it stands below."""
    alone = len(problem.messages) == 1 and "no column" in problem.messages[0]
    return Problem(problem.messages[0] + advice(plan), problem.code) if plan is not None and alone else problem


def _plan(given: Given, workflow_folder: Path, image: str) -> tuple[Plan | None, list[Problem]]:
    """The plan, if need be of the keys that are right, and what is wrong with the config and the files it names."""
    problems = list(given.problems)
    if not given.is_whole:
        return None, problems
    plan = None
    for values in _ever_less(given):
        plan = plan or _kept(problems, lambda values=values: Plan(values, given.source, workflow_folder, image, given))
    return plan, problems + (_problems_of(_of_files(plan)) if plan else [])


def _ever_less(given: Given) -> Iterator[dict[str, Any]]:
    """All that is given; what is right by itself; the same without variants, and without another run: mistakes of what
    is left are to be told, too."""
    sound = settings.without_mistakes(given.values)
    yield from (given.values, sound)
    yield from (_without(values, "variants", "grid") for values in (given.values, sound))
    split = {key: value for key, value in sound.get("split", {}).items() if value != "extend"}
    yield _without(sound, "variants", "grid", "extends") | {"split": split}


def _without(values: dict[str, Any], *names: str) -> dict[str, Any]:
    return {key: value for key, value in values.items() if key not in names}


def _left_out(given: Given, plan: Plan) -> set[str]:
    """The keys that a plan was made without, as they are wrong."""
    return set(leaves(settings.plain(given.values))) - set(leaves(settings.plain(plan.given_values)))


def _of_files(plan: Plan) -> Iterator[Callable[[], object]]:
    yield lambda: plan.table
    yield lambda: plan.base_of_split(BASE)
    motifs: dict[str, str] = {}  # each file once
    for variant in plan.variants:
        motifs.setdefault(plan.resolved[variant]["encode"]["motifs"], variant)
    for variant in motifs.values():
        yield lambda variant=variant: plan.motifs(variant)


def _of_programs(plan: Plan) -> Iterator[Callable[[], object]]:
    yield plan.programs.check_there
    if plan.programs.image:
        yield lambda: plan.programs.build(next(iter(STAGES)))


def _problems_of(looks: Iterable[Callable[[], object]]) -> list[Problem]:
    problems: list[Problem] = []
    for look in looks:
        _kept(problems, look)
    return problems


def _kept(problems: list[Problem], make: Callable[[], Made]) -> Made | None:
    try:
        return make()
    except Problem as problem:
        problems.append(problem)
        return None
