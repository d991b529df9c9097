"""Table 1 of each run, side by side."""

from __future__ import annotations

from dataclasses import dataclass

from creflow_workflow.problems import INPUT, Problem

from ..inputs import Json
from ..measures import IN_TABLE_1, KNOWN
from .runs import Opened

MEASURES = [measure for measure in KNOWN if measure.key in IN_TABLE_1]


@dataclass
class Row:
    """A cell type or the mean, with what each run has there."""

    name: str
    values: list[Json]  # estimates
    rows: list[int]


@dataclass
class Side:
    """Measures with their rows; `why` there is no mean, if there is none."""

    groups: list[tuple[str, list[Row]]]
    tasks: list[str]
    why: str


def compared(runs: list[Opened]) -> Side:
    """Of the cell types that all runs predict."""
    metrics = [run.facts.metrics for run in runs]
    tasks = [task for task in metrics[0]["tasks"] if all(task in one["tasks"] for one in metrics)]
    if not tasks:
        each = "; ".join(f"{run.label}: {', '.join(run.facts.metrics['tasks'])}" for run in runs)
        raise Problem(f"the runs have no cell type in common ({each})", INPUT)
    same = all(sorted(one["tasks"]) == sorted(tasks) for one in metrics)
    groups = []
    for measure in MEASURES:
        rows = [
            Row(
                task,
                [one["per_task"][task][measure.key] for one in metrics],
                [one["per_task"][task]["n"] for one in metrics],
            )
            for task in tasks
        ]
        if same and len(tasks) > 1:
            rows.append(Row("mean", [one["macro"][measure.key] for one in metrics], [one["rows"] for one in metrics]))
        groups.append((measure.title, rows))
    return Side(
        groups, tasks, "" if same else "the runs predict different cell types, so their means are of other things"
    )
