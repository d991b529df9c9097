"""What the measures of metrics.json are called, and what they mean, in one line each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .inputs import Json
from .text import listed


@dataclass(frozen=True)
class Measure:
    """A measure as a table shows it."""

    key: str  # in metrics.json
    title: str
    unit: str = ""
    meaning: str = ""


KNOWN = (
    Measure("pearson", "Pearson"),
    Measure("spearman", "Spearman"),
    Measure("mse", "MSE", "l2fc²"),
    Measure("mae", "MAE", "l2fc"),
    Measure("rmse", "RMSE", "l2fc", "root of the MSE"),
    Measure(
        "r_squared", "R²", "",
        "share of the variance explained; not the square of r, and negative when the mean would predict better",
    ),
    Measure("concordance", "Concordance", "", "agreement with the line y = x (Lin)"),
    Measure("kendall", "Kendall", "", "share of pairs of elements in the right order minus that in the wrong (τ-b)"),
    Measure(
        "winsorized_pearson", "Winsorised Pearson", "",
        "Pearson after values beyond the 1st and 99th percentile are moved there; far from Pearson where a few "
        "extremes decide",
    ),
    Measure("median_ae", "Median AE", "l2fc", "half of the errors are smaller"),
    Measure("weighted_mse", "Weighted MSE", "l2fc²", "more weight for smaller standard errors, as in training"),
    Measure(
        "standardized_mse", "Standardized MSE", "",
        "MSE in units of the variance of the training targets; about 1 for predicting their mean",
    ),
)  # fmt: skip
IN_TABLE_1 = ("pearson", "spearman", "mse", "mae")
OF_PICKING = ("top_1_share", "top_5_share", "top_10_share", "auroc", "auprc")  # the section "selection" has them


def others(metrics: Json, shown: Sequence[str]) -> list[Measure]:
    """The measures in metrics.json but those `shown` elsewhere; one that is not known here keeps its name there."""
    known = {measure.key: measure for measure in KNOWN}
    order = [measure.key for measure in KNOWN]
    keys = [key for key, value in metrics["micro"].items() if isinstance(value, dict) and key not in shown]
    keys.sort(key=lambda key: order.index(key) if key in order else len(order))
    return [known.get(key) or Measure(key, key.replace("_", " ").capitalize()) for key in keys]


def undefined(metrics: Json, measures: Sequence[Measure]) -> list[str]:
    """A sentence for each reason why some of these measures have no value: for the same cell types together."""
    tasks_by: dict[tuple[str, str], list[str]] = {}
    for task in metrics["tasks"]:
        titles: dict[str, list[str]] = {}
        for measure in measures:
            value = metrics["per_task"][task][measure.key]
            if value["value"] is None:
                titles.setdefault(value["why"], []).append(measure.title)
        for why, named in titles.items():
            which = "measure" if len(named) == len(measures) else listed(named, "or")
            tasks_by.setdefault((which, why), []).append(task)
    return [f"No {which} for {listed(tasks)}: {why}." for (which, why), tasks in tasks_by.items()]


def skipped(metrics: Json, measures: Sequence[Measure]) -> list[str]:
    """A sentence where intervals leave out resamples that have no value: for the same cell types together."""
    tasks_by: dict[str, list[str]] = {}
    for task in metrics["tasks"]:
        values = [(measure.title, metrics["per_task"][task][measure.key]) for measure in measures]
        named = [title for title, value in values if value.get("flagged") and value["low"] is not None]
        if named:
            tasks_by.setdefault(listed(named, "or"), []).append(task)
    return [
        f"More than 1 % of the resamples have no {which} for {listed(tasks)}; intervals are of the others."
        for which, tasks in tasks_by.items()
    ]
