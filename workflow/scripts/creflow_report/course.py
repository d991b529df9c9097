"""What changes from epoch to epoch beside loss and mean correlation: the panels of the figure training_course."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes

from .curves import finish, line
from .inputs import Json
from .networks import Network
from .text import cell, number, percent

Value = Callable[[Json], float | None]


@dataclass
class CoursePanel:
    """A panel: a line, or one for each cell type."""

    title: str
    explained: str
    lines: dict[str, Value]  # what an epoch says, by label; a single line has none
    unit: str = ""


@dataclass
class Measure:
    """One value of each epoch, which may have none in all of them."""

    key: str
    panel: CoursePanel
    name: str  # within a sentence
    why: str  # it has no value, with several cell types
    with_one_task: str = "there is one cell type"


def _single(key: str) -> dict[str, Value]:
    return {"": lambda epoch: epoch[key]}


ALWAYS = (
    CoursePanel("Learning rate", "learning rate of the last step", _single("lr")),
    CoursePanel("Gradient norm", "norm of the gradient before the clip, mean over the epoch", _single("gradient_norm")),
)
UNLESS_ZERO = {
    "consistency": CoursePanel("Consistency", "loss between both strands, before its weight", _single("consistency")),
    "motif_loss": CoursePanel("Motif loss", "loss of predicted motif scores, before its weight", _single("motif_loss")),
}
GAP = (
    "mean predicted MinGap of the validation rows: the target cell's activity (where it is unknown, the largest) minus "
    "the largest of the others"
)
TOP = "share of the validation rows measured in all cell types whose most active cell is predicted"
STRANDS = "Pearson between the predictions of both strands in the validation rows, mean over cell types"
ONE_STRAND = "one strand is predicted, or predictions are constant"
MEASURES = (
    Measure(
        "val_min_gap_mean", CoursePanel("MinGap", GAP, _single("val_min_gap_mean"), "log2 fold change"),
        "MinGap", "predictions are not finite",
    ),
    Measure(
        "val_top_cell_share", CoursePanel("Top cell share", TOP, _single("val_top_cell_share")),
        "top cell share", "no validation row is measured in all cell types",
    ),
    Measure(
        "val_strand_pearson", CoursePanel("Strand agreement", STRANDS, _single("val_strand_pearson")),
        "strand agreement", ONE_STRAND, ONE_STRAND,
    ),
)  # fmt: skip


def course_panels(base: Sequence[Network]) -> tuple[list[CoursePanel], list[str]]:
    """The panels for these networks, and what has none, with the reason."""
    tasks = base[0].tasks
    panels, without = list(ALWAYS), []
    if _weights_change(base):
        panels.append(CoursePanel("Task weights", "weights of the cell types in the loss", _weights(tasks)))
    else:
        without.append("task weights, which stay the same in all epochs")
    if len(tasks) > 1:
        panels.append(CoursePanel("Validation Pearson", "validation Pearson by cell type", _correlations(tasks)))
    panels += [panel for key, panel in UNLESS_ZERO.items() if any(_all(base, key))]
    for measure in MEASURES:
        if any(value is not None for value in _all(base, measure.key)):
            panels.append(measure.panel)
        else:
            without.append(f"{measure.name} ({measure.why if len(tasks) > 1 else measure.with_one_task})")
    return panels, without


def draw_course(axes: Axes, panel: CoursePanel, base: Sequence[Network]) -> None:
    """The lines of all these networks."""
    width = 1.6 if len(base) == 1 else 1.1
    for at, run in enumerate(base):
        for place, (label, value) in enumerate(panel.lines.items()):
            values = [value(epoch) for epoch in run.epochs]
            line(axes, run, values, place=place, label="" if at else label, width=width)
    finish(axes, panel.title, unit=panel.unit)


def reading_of_course(base: Sequence[Network]) -> str:
    """How these networks changed from the first epoch to the last, on the mean."""
    changes = [
        f"{name} from {ends[0]} to {ends[1]}"
        for key, name, shown in (
            ("gradient_norm", "the gradient norm goes", cell),
            ("val_top_cell_share", "the top cell share", percent),
            ("val_strand_pearson", "the agreement of the strands", number),
        )
        if (ends := [shown(value) for value in _ends(base, key) if value is not None])[1:]
    ]
    skipped = sum(run.summary["skipped_steps"] for run in base)
    steps = sum(run.summary["steps"] for run in base)
    end = f"{skipped:,} of {steps:,} steps were skipped" if skipped else "no step was skipped"
    if not changes:
        return f"Of the base’s training {end}."
    return f"From the first to the last epoch of the base {', '.join(changes)}; {end}."


def _ends(base: Sequence[Network], key: str) -> list[float | None]:
    """Mean over the networks in their first and last epochs."""
    ends = []
    for place in (0, -1):
        known = [run.epochs[place][key] for run in base if run.epochs[place][key] is not None]
        ends.append(sum(known) / len(known) if known else None)
    return ends


def _weights(tasks: Sequence[str]) -> dict[str, Value]:
    return {task: lambda epoch, k=k: epoch["task_weights"][k] for k, task in enumerate(tasks)}


def _correlations(tasks: Sequence[str]) -> dict[str, Value]:
    return {task: lambda epoch, task=task: epoch["val"][task]["pearson"] for task in tasks}


def _all(base: Sequence[Network], key: str) -> Iterable[float | None]:
    return (epoch[key] for run in base for epoch in run.epochs)


def _weights_change(base: Sequence[Network]) -> bool:
    return any(epoch["task_weights"] != run.epochs[0]["task_weights"] for run in base for epoch in run.epochs)
