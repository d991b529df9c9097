"""Residuals: what predictions leave of the measurements, where errors are large, and the largest of all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from ..contents import OF_BASE
from ..inputs import Inputs, Json
from ..outlier_rows import OutlierTable, read_outliers
from ..phrases import cells
from ..picture import Data, Picture, Value
from ..residual_panels import Errors, OfTask, draw
from ..strata_rows import Kind, absent, kinds
from ..style import Layout, as_image, new_figure
from ..tables import read_columns, value
from ..text import number, percent

TABLES = "eval/base/tables"
PANELS = ("histogram", "normal quantiles", "residual against prediction", "error by quintile")
ELSEWHERE = ("min_gap",)  # strata that another section shows


@dataclass
class Residuals:
    """What the section shows."""

    metrics: Json
    tasks: list[OfTask]
    errors: Errors | None
    kinds: list[Kind]
    absent: list[tuple[str, str]]
    outliers: OutlierTable


def read(inputs: Inputs) -> Residuals:
    """The metrics of the base and its tables of residuals."""
    metrics = inputs.json(OF_BASE)
    rows = _by_task(inputs, "scatter", predicted=value, activity=value)
    histogram = _by_task(inputs, "residual_histogram", **{"from": float, "to": float, "rows": int})
    quantiles = _by_task(inputs, "residual_quantiles", normal=float, residual=float)
    trend = _by_task(inputs, "residual_trend", predicted=float, residual=value)
    tasks = [
        OfTask(
            task,
            metrics["residuals"][task],
            histogram.get(task, []),
            quantiles.get(task, []),
            [(p, y - p) for p, y in rows.get(task, []) if p is not None and y is not None],
            [(p, residual) for p, residual in trend.get(task, []) if residual is not None],
        )
        for task in metrics["tasks"]
    ]
    outliers = read_outliers(inputs.file(f"{TABLES}/outliers.tsv"), metrics["tasks"])
    return Residuals(metrics, tasks, errors(metrics), kinds(metrics, ELSEWHERE), absent(metrics, ELSEWHERE), outliers)


def _by_task(inputs: Inputs, table: str, **columns: Callable[[str], Any]) -> dict[str, list[tuple[Any, ...]]]:
    found: dict[str, list[tuple[Any, ...]]] = {}
    for task, *values in read_columns(inputs.file(f"{TABLES}/{table}.tsv"), task=str, **columns):
        found.setdefault(task, []).append(tuple(values))
    return found


def errors(metrics: Json) -> Errors | None:
    """By quintiles of the standard error; without these by those of the measured activity, if there are any."""
    for kind in ("standard_error", "activity"):
        if strata := metrics["strata"][kind]["strata"]:
            per_task = {task: [one["per_task"][task]["mae"] for one in strata] for task in metrics["tasks"]}
            return Errors(kind.replace("_", " "), [one["name"] for one in strata], per_task)
    return None


def residuals(shown: Residuals, layout: Layout) -> Picture:
    """Four panels a cell type: side by side, and two by two where there is only one cell type or the page is narrow."""
    alone = len(shown.tasks) == 1
    across = layout if layout.columns > 1 else replace(layout, columns=2)
    why = shown.metrics["strata"]["activity"].get("why", "")
    figure, panels = new_figure(across, 4 * len(shown.tasks), 2.2 if alone else 1.75, columns=2 if alone else 4)
    for place, task in enumerate(shown.tasks):
        draw(panels[4 * place : 4 * place + 4], task, shown.errors, why)
    texts = (
        f"{task.name} mean {number(task.summary['mean'], 2)}, SD {number(task.summary['sd'], 2)}"
        for task in shown.tasks
    )
    return Picture(
        figure,
        _reading(shown),
        _caption(shown) + as_image(max(len(task.rows) for task in shown.tasks)),
        "Histogram, normal quantile plot, residuals against predictions and errors by quintile: "
        f"{'; '.join(texts)}.",
        [OF_BASE, *(f"{TABLES}/{name}.tsv" for name in
                    ("residual_histogram", "residual_quantiles", "scatter", "residual_trend"))],
        Data(("task", "panel", "x", "y", "low", "high"), [row for task in shown.tasks for row in _data(task, shown)]),
    )  # fmt: skip


def _data(task: OfTask, shown: Residuals) -> list[tuple[Value, ...]]:
    """Of a bin of the histogram: its rows as y, its ends as low and high."""
    shape, normal, against, quintile = ((task.name, panel) for panel in PANELS)
    rows: list[tuple[Value, ...]] = [(*shape, (low + high) / 2, n, low, high) for low, high, n in task.histogram]
    rows += [(*normal, *pair, None, None) for pair in task.quantiles]
    rows += [(*against, *pair, None, None) for pair in task.rows]
    rows += [(task.name, "trend", *pair, None, None) for pair in task.trend]
    if shown.errors:
        named = zip(shown.errors.names, shown.errors.per_task[task.name], strict=True)
        rows += [(*quintile, name, one["value"], one["low"], one["high"]) for name, one in named]
    return rows


def _caption(shown: Residuals) -> str:
    metrics = shown.metrics
    text = (
        f"Residuals (measured minus predicted, log2 fold change) of the {metrics['split']} rows, in reading order: "
        "their histogram; their quantiles against those of a normal distribution, line: if they were normal; against "
        "the prediction, orange line: smoothed (LOESS)"
    )
    if shown.errors is None:
        return f"{text}; no quintiles."
    limits = f"with {percent(metrics['bootstrap']['confidence'], 0)} bootstrap intervals"
    text += f"; mean absolute error by quintile of the {shown.errors.by}, {limits}."
    if shown.errors.by == "activity":
        text += f" Not by standard error: {metrics['strata']['standard_error']['why']}."
    return text


def _reading(shown: Residuals) -> str:
    tasks, names = shown.tasks, shown.metrics["tasks"]
    known = [task for task in tasks if task.summary["mean"] is not None]
    if not known:
        return "No residual is defined here."
    worst = max(known, key=lambda task: abs(task.summary["mean"]))
    mean = worst.summary["mean"]
    text = f"Predictions are on average too {'low' if mean > 0 else 'high'} by {number(abs(mean), 2)} in {worst.name}"
    text += " and less off elsewhere" if len(known) > 1 else ""
    found = []
    if tested := [task for task in known if task.summary["breusch_pagan"]["p"] is not None]:
        changes = [task.name for task in tested if task.summary["breusch_pagan"]["flagged"]]
        found.append(f"a change of the residuals’ variance with the prediction was found in {cells(changes, names)}")
    if rises := shown.metrics["strata"]["standard_error"].get("error_rises"):
        with_it = [task for task in rises if not rises[task]["flagged"]]
        found.append(f"a rise of errors with the standard error in {cells(with_it, names)}")
    return f"{text}; {', and '.join(found)}." if found else f"{text}."
