"""Calibration: does a prediction mean the activity that it says, on average?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes

from ..contents import OF_BASE
from ..inputs import Inputs, Json
from ..marks import say
from ..phrases import between, cells
from ..picture import Data, Picture
from ..style import BOX, COLORS, INK, MUTED, Layout, new_figure
from ..text import count, interval, number, percent

SLOPES = (0.9, 1.1)  # of a task that cre-eval calls good; its intercept is below a tenth of the SD, too


@dataclass
class Verdict:
    """What a task is called."""

    word: str  # good, off, undefined
    why: str  # what an "off" one does wrong


@dataclass
class Calibration:
    """What the section shows."""

    metrics: Json
    verdicts: dict[str, Verdict]  # by task


def read(inputs: Inputs) -> Calibration:
    """The metrics of the base."""
    metrics = inputs.json(OF_BASE)
    return Calibration(metrics, {task: verdict(metrics["calibration"][task]) for task in metrics["tasks"]})


def verdict(task: Json) -> Verdict:
    """In words. A good one is what cre-eval calls so."""
    slope, intercept = task["slope"]["value"], task["intercept"]["value"]
    if slope is None or intercept is None:
        return Verdict("undefined", task["slope"].get("why", "no line is defined"))
    if task["good"]:
        return Verdict("good", "")
    faults = []
    if slope < SLOPES[0]:
        faults.append("predictions lie too far apart")
    elif slope > SLOPES[1]:
        faults.append("predictions lie too close together")
    if abs(intercept) >= 0.1 * task["measured_sd"]:
        faults.append(f"a prediction of 0 is too {'low' if intercept > 0 else 'high'}")
    return Verdict("off", ", and ".join(faults))


def calibration(shown: Calibration, layout: Layout) -> Picture:
    """Mean measured against mean predicted activity in bins by the prediction, a panel a cell type."""
    metrics = shown.metrics
    tasks, found = metrics["tasks"], metrics["calibration"]
    figure, panels = new_figure(layout, len(tasks), 2.7 if layout.columns > 1 else 3.4)
    for axes, task in zip(panels, tasks, strict=True):
        axes.set_title(task)
        _panel(axes, found[task], metrics["per_task"][task]["n"])
    handles = {label: line for axes in panels for line, label in zip(*axes.get_legend_handles_labels(), strict=True)}
    if handles:
        columns = 3 if layout.columns > 1 else 1
        figure.legend(handles.values(), handles, loc="outside lower center", ncols=columns)
    text = "; ".join(
        f"{task} slope {number(found[task]['slope']['value'], 2)}, intercept "
        f"{number(found[task]['intercept']['value'], 2)}"
        for task in tasks
    )
    return Picture(
        figure,
        _reading(shown),
        f"Mean measured against mean predicted activity of the {metrics['split']} rows in ten bins of equal counts by "
        f"the prediction, log2 fold change; bars: bootstrap standard errors. Brackets: "
        f"{percent(metrics['bootstrap']['confidence'], 0)} bootstrap intervals of the line fitted to the rows.",
        f"Calibration plots of mean measured against mean predicted activity: {text}.",
        [OF_BASE],
        Data(
            ("task", "bin", "n", "predicted", "measured", "standard_error", "slope", "intercept"),
            [
                (task, place, *(one[key] for key in ("n", "predicted", "measured", "standard_error")),
                 found[task]["slope"]["value"], found[task]["intercept"]["value"])
                for task in tasks
                for place, one in enumerate(found[task]["bins"], 1)
            ],
        ),
    )  # fmt: skip


def _panel(axes: Axes, task: Json, n: int) -> None:
    bins = task["bins"]
    if not bins:
        say(axes, "no measured row")
        return
    predicted, measured, error = (
        np.array([one[key] for one in bins], dtype=float) for key in ("predicted", "measured", "standard_error")
    )
    error = np.nan_to_num(error)
    low = min(predicted.min(), (measured - error).min())
    high = max(predicted.max(), (measured + error).max())
    margin = 0.06 * max(high - low, 1e-9)
    low, high = low - margin, high + margin
    axes.plot([low, high], [low, high], color=MUTED, linewidth=1, label="y = x")
    slope, intercept = task["slope"], task["intercept"]
    if slope["value"] is not None:
        ends = np.array([predicted.min(), predicted.max()])
        axes.plot(ends, intercept["value"] + slope["value"] * ends, "--", color=COLORS[1], linewidth=1.4,
                  label="fitted line")  # fmt: skip
    axes.errorbar(predicted, measured, yerr=error, fmt="o", color=COLORS[0], markersize=3.2, elinewidth=1.4,
                  label="mean of a bin ± standard error")  # fmt: skip
    axes.set(xlim=(low, high), ylim=(low, high), xlabel="predicted, log2 fold change", aspect="equal")
    if axes.get_subplotspec().is_first_col():
        axes.set_ylabel("measured")
    _write(axes, 0.04, 0.97, f"slope {number(slope['value'], 2)}\n{interval(slope, 2)}")
    _write(axes, 0.97, 0.03, f"intercept {number(intercept['value'], 2)}\n{interval(intercept, 2)}\nn = {count(n)}")


def _write(axes: Axes, x: float, y: float, text: str) -> None:
    """In one of the corners that the line leaves free."""
    place = {"ha": "left", "va": "top"} if x < 0.5 else {"ha": "right", "va": "bottom"}
    axes.text(x, y, text.replace("\n\n", "\n").strip(), transform=axes.transAxes, fontsize=8, color=INK, bbox=BOX,
              **place)  # fmt: skip


def _reading(shown: Calibration) -> str:
    verdicts, found = shown.verdicts, shown.metrics["calibration"]
    known = [task for task, one in verdicts.items() if one.word != "undefined"]
    if not known:
        return "No calibration line is defined here."
    good = [task for task in known if verdicts[task].word == "good"]
    slopes = between([number(one, 2) for one in sorted(found[task]["slope"]["value"] for task in known)])
    text = (
        f"With {'a slope' if len(known) == 1 else 'slopes'} of {slopes}, predictions are calibrated within the limits "
    )
    text += "below in " + cells(good, shown.metrics["tasks"])
    faults = [f"in {task} {verdicts[task].why}" for task in known if verdicts[task].word == "off"]
    return f"{text}; {'; '.join(faults)}." if faults else f"{text}."
