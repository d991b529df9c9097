"""What the report says of accuracy: all measures, the linear baseline, strands and ensembles."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from creflow_report.density import density
from creflow_report.measures import KNOWN, OF_PICKING, others, skipped, undefined
from creflow_report.text import interval, number, p_value, signed
from helpers.evaluated import Run, evaluate
from helpers.predictions import simulated_predictions
from helpers.reports import Page, change_json, report_of

METRICS = "eval/base/metrics.json"
TASKS = ("K562", "HepG2", "SKNSH")


def metrics_of(run: Path) -> dict:
    """The numbers of the base."""
    return json.loads((run / METRICS).read_text(encoding="utf-8"))


def test_every_measure_is_shown(page: Page, run: Path) -> None:
    """Of each task and average, with its interval."""
    metrics, text = metrics_of(run), page.text("accuracy")
    keys = [key for key, value in metrics["micro"].items() if key not in OF_PICKING]
    assert set(keys) == {measure.key for measure in KNOWN}
    for place in (*metrics["per_task"].values(), metrics["macro"], metrics["micro"]):
        for key in keys:
            assert f"{number(place[key]['value'])} {interval(place[key])}".strip() in text
    for key in keys:
        assert number(metrics["weighted"][key]["value"]) in text


def test_a_measure_that_is_new_is_shown_too() -> None:
    """By its name in metrics.json."""
    (measure,) = others({"micro": {"mse": {}, "spread_of_errors": {}, "auroc": {}}}, ("mse", *OF_PICKING))
    assert (measure.key, measure.title) == ("spread_of_errors", "Spread of errors")


def test_gain_over_the_linear_model(page: Page, run: Path) -> None:
    """A row each: both values, the difference with its interval, and p."""
    baseline, text = metrics_of(run)["baseline"], page.text("accuracy")
    for place, delta in baseline["delta"]["pearson"].items():
        row = f"{number(baseline['pearson'][place])} {signed(delta['value'])} [{signed(delta['low'])}, "
        assert f"{row}{signed(delta['high'])}] {p_value(delta['p'])}" in text


def test_rows_that_resemble_training_rows(copy: Callable[[], Path], tmp_path: Path) -> None:
    """A row a side, their difference, and a sentence that says what related rows are worth."""

    def pearson(value: float | None) -> dict:
        low, high = (None, None) if value is None else (value - 0.01, value + 0.02)
        one = {"value": value, "low": low, "high": high, "skipped": 0, "method": "percentile"}
        return {"per_task": dict.fromkeys(TASKS, one), "macro": one}

    def related(delta: float | None) -> Callable[[dict], None]:
        found = {
            "rows": {"none": 70, "equal": 30},
            "with": {"rows": 30, "n": dict.fromkeys(TASKS, 30), "pearson": pearson(0.812) if delta else None},
            "without": {"rows": 70, "n": dict.fromkeys(TASKS, 70), "pearson": pearson(0.412)},
            "delta": pearson(delta) if delta else None,
        }
        why = {} if delta else {"why": "only 3 rows with a neighbour in training are measured in every task"}
        return lambda metrics: metrics.update(train_neighbours=found | why)

    run = copy()

    def text(name: str, change: Callable[[dict], None]) -> str:
        change_json(run, METRICS, change)
        return report_of(run, tmp_path / name, ("accuracy",)).text("accuracy")

    found = text("better", related(0.4))
    assert "rows resemble a training row, and they are predicted better than the others: without them" in found
    assert "the mean r is 0.412 and not" in found
    assert "with a neighbour 30 0.812 [0.802, 0.832]" in found and "without 70 0.412 [0.402, 0.432]" in found
    assert "difference +0.400 [+0.390, +0.420]" in found
    assert "they are predicted worse than the others" in text("worse", related(-0.4))
    assert "whether they are predicted better than the others cannot be told" in text("unclear", related(0.005))
    found = text("few", related(None))
    assert "what they are worth is not known: only 3 rows with a neighbour in training" in found
    assert (
        "with a neighbour 30 –" in found
        and "difference" not in found.split("Rows that resemble")[1].split("Against")[0]
    )

    def unknown(metrics: dict) -> None:
        metrics["train_neighbours"] = None
        metrics["why"]["train_neighbours"] = "the file does not say which rows resemble training rows"

    assert "not known which rows resemble training rows: the file does not say" in text("unknown", unknown)


def test_strands(copy: Callable[[], Path], tmp_path: Path) -> None:
    """What averaging costs is flagged; members that disagree where they err are shown."""

    def change(metrics: dict) -> None:
        for task in metrics["strand"].values():
            task["flagged"] = False
        metrics["strand"]["K562"] |= {"drop": 0.0213, "flagged": True, "mean_difference": 0.4321}
        metrics["ensemble"] = {"K562": {"n": 77, "rho": 0.345, "mean_sd": 0.2, "rmse": 0.8}}
        metrics["ensemble"]["HepG2"] = {"n": 0, "rho": None, "mean_sd": None, "rmse": None}

    run = copy()
    change_json(run, METRICS, change)
    text = report_of(run, tmp_path / "out", ("accuracy",)).text("accuracy")
    assert "−0.021 0.432 averaging costs" in text and text.count("averaging costs") == 1
    assert "K562 77 0.345 0.200 0.800 0.25" in text
    assert "HepG2 0 undefined undefined undefined undefined" in text


def test_what_is_missing_is_said(copy: Callable[[], Path], tmp_path: Path, run_tool: Run) -> None:
    """No standard errors, no baseline, one strand, one group, a task that was not measured and constant predictions."""
    table = simulated_predictions(rows=80)
    table.standard_error[:] = np.nan
    table.reverse = None
    table.group[:] = 4
    table.activity[:, 2] = np.nan
    table.mask[:, 2] = 0
    table.predicted[:, 1] = np.float32(0.1)
    page = report_of(evaluate(copy(), run_tool, table), tmp_path / "out", ("accuracy",))
    text = page.text("accuracy")
    for part in (
        "No Pearson, Spearman, Concordance, Kendall or Winsorised Pearson for HepG2: all predicted values are equal.",
        "No Weighted MSE for K562 and HepG2: there are no standard errors.",
        "No measure for SKNSH: 0 rows have a measured and a predicted value; 3 are needed.",
        "No share of the noise ceiling for K562 and HepG2: there are no standard errors.",
        "There are no intervals: all rows are in one group.",
        "There is no comparison: no predictions of a baseline were given.",
        "Strands are not compared: the reverse complement was not predicted.",
        "correlate with r = 0.820; that of HepG2 and SKNSH is undefined.",
    ):
        assert part in text, part
    assert "nan" not in page.text().lower().split() and "None" not in page.text()
    assert "More than 1 %" not in text  # there are no intervals that could rest on the others


def test_remarks_join_cell_types() -> None:
    """Equal reasons are said once."""
    value = {"value": 0.5, "low": 0.1, "high": 0.6, "flagged": True}
    metrics = {"tasks": ["A", "B", "C"], "per_task": {task: {"pearson": value, "mse": value} for task in "ABC"}}
    none = {"value": None, "low": None, "high": None, "why": "all are equal", "flagged": True}
    metrics["per_task"]["B"] = {"pearson": none, "mse": value}
    shown = [measure for measure in KNOWN if measure.key in ("pearson", "mse")]
    assert undefined(metrics, shown) == ["No Pearson for B: all are equal."]
    first, second = skipped(metrics, shown)
    assert "no Pearson or MSE for A and C;" in first and "no MSE for B;" in second


def test_scatter_is_the_first_figure(page: Page, run: Path) -> None:
    """Its data are the points of cre-eval."""
    assert next(one for one in page.ids if one.startswith("figure-")) == "figure-scatter"
    rows = (run / "report/figures/scatter.tsv").read_text(encoding="utf-8").splitlines()[1:]
    table = (run / "eval/base/tables/scatter.tsv").read_text(encoding="utf-8").splitlines()[1:]
    found = {(task, float(y), float(p)) for task, y, p in (row.split("\t") for row in rows)}
    assert found == {(task, float(y), float(p)) for _, task, y, p, *_ in (row.split("\t") for row in table)}


def test_density() -> None:
    """One at the densest point, less where points are rare, and the same from both sides of a symmetric cloud."""
    draw = np.random.default_rng(5)
    x, y = np.concatenate([draw.normal(scale=0.3, size=(2, 2000)), [[2.5], [-2.5]]], axis=1)
    near = density(x, y, -3, 3)
    assert near.max() == 1 and near.min() > 0 and near[-1] < 0.01
    centre = np.hypot(x, y) < 0.1
    assert near[centre].min() > near[np.hypot(x, y) > 0.8].max()
    assert density(y, x, -3, 3) == pytest.approx(near)
    assert density(np.empty(0), np.empty(0), 0, 1).size == 0
