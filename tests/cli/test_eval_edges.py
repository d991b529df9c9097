"""cre-eval on tables that lack what a number needs: null and a reason, never a wrong number."""

from __future__ import annotations

import csv
import json
import math
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from helpers.predictions import PredictionTable, simulated_predictions, write_predictions

Evaluate = Callable[..., SimpleNamespace]
FEW = "rows have a measured and a predicted value; 3 are needed"


def refuse(constant: str) -> float:
    """NaN and Infinity are no JSON."""
    raise AssertionError(f"{constant} in metrics.json")


@pytest.fixture
def evaluate(tmp_path: Path, run_tool: Callable[..., subprocess.CompletedProcess[str]]) -> Evaluate:
    """evaluate(table, "key=value", ...): metrics.json, the tables by name and what stood on stderr."""

    def run(table: PredictionTable, *settings: str) -> SimpleNamespace:
        path = write_predictions(tmp_path / "predict", table)
        given = ["bootstrap.resamples=25", "permutations=19", *settings]
        words = [word for setting in given for word in ("--set", f"eval.{setting}")]
        done = run_tool("cre-eval", "--predictions", path, "--out", tmp_path / "eval", *words)
        result = json.loads((tmp_path / "eval" / "metrics.json").read_text(), parse_constant=refuse)
        tables = {}
        for file in (tmp_path / "eval" / "tables").iterdir():
            with file.open(newline="") as stream:
                tables[file.stem] = list(csv.DictReader(stream, delimiter="\t"))
        return SimpleNamespace(result=result, tables=tables, stderr=done.stderr)

    return run


def one_task() -> PredictionTable:
    """K = 1."""
    table = simulated_predictions(rows=80, tasks=1)
    table.min_gap[:] = np.nan
    return table


def without_standard_errors() -> PredictionTable:
    """As of a table that has no such columns."""
    table = simulated_predictions(rows=80)
    table.standard_error[:] = np.nan
    return table


def without_target_cells() -> PredictionTable:
    """Nobody says for which cell an element was made."""
    table = simulated_predictions(rows=80)
    table.target_cell[:] = -1
    return table


def without_min_gap() -> PredictionTable:
    """The table has no such column."""
    table = simulated_predictions(rows=80)
    table.min_gap[:] = np.nan
    return table


def few_rows(rows: int = 12) -> PredictionTable:
    """Too few for quintiles."""
    return simulated_predictions(rows=rows)


def three_rows() -> PredictionTable:
    """The fewest that are evaluated."""
    return few_rows(3)


def ties(tasks: int = 3) -> PredictionTable:
    """Activities of 0 and 1 alone, predictions of three values."""
    table = simulated_predictions(rows=80, tasks=tasks)
    table.activity = (table.activity > 0).astype(float)
    table.predicted = np.round(np.clip(table.predicted, -1, 1)).astype(np.float32)
    table.standard_error[:] = 0.3
    table.min_gap = np.round(np.clip(table.min_gap, -1, 1))
    return table


def constant_predictions() -> PredictionTable:
    """A network that has not learned."""
    table = simulated_predictions(rows=80)
    assert table.reverse is not None
    for values in (table.predicted, table.forward, table.reverse):
        values[:] = np.float32(0.1)
    return table


def constant_measurements() -> PredictionTable:
    """One task was measured to be the same everywhere."""
    table = simulated_predictions(rows=80)
    table.activity[:, 1] = 0.7
    return table


def task_without_values() -> PredictionTable:
    """One task was never measured."""
    table = simulated_predictions(rows=80)
    table.activity[:, 2] = table.standard_error[:, 2] = np.nan
    table.mask[:, 2] = 0
    table.member_sd = np.full((80, 3), 0.2, dtype=np.float32)
    table.member_sd[::3] = 0.4
    return table


def duplicate_ids() -> PredictionTable:
    """Rows of one name."""
    table = simulated_predictions(rows=80)
    table.id = ["same"] * 80
    return table


def one_group() -> PredictionTable:
    """All rows go together."""
    table = simulated_predictions(rows=80)
    table.group[:] = 4
    return table


def perfect() -> PredictionTable:
    """Measurements are predicted exactly."""
    table = simulated_predictions(rows=80)
    table.predicted = table.activity.astype(np.float32)
    table.activity = table.predicted.astype(float)
    return table


CASES = [
    one_task,
    without_standard_errors,
    without_target_cells,
    without_min_gap,
    few_rows,
    three_rows,
    ties,
    constant_predictions,
    constant_measurements,
    task_without_values,
    duplicate_ids,
    one_group,
    perfect,
]


def entries(value: object) -> Iterator[dict]:
    """All objects within, from the outside."""
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from entries(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from entries(inner)


def check_sound(run: SimpleNamespace) -> None:
    """No number that cannot be: intervals are ordered, correlations, shares and p-values are within their bounds."""
    for entry in entries(run.result):
        for name, value in entry.items():
            if isinstance(value, float) and (name == "p" or name.startswith(("p_", "permutation_p", "studentized_p"))):
                assert 0 <= value <= 1, name
            if name in {"pearson", "spearman", "kendall", "rho", "concordance"} and isinstance(value, dict):
                assert all(value.get(key) is None or abs(value[key]) <= 1 for key in ("value", "low", "high"))
        if entry.get("low") is not None and "high" in entry:
            assert entry["low"] <= entry["high"]
            assert entry["value"] is not None
    places = [run.result[place] for place in ("macro", "weighted", "micro")]
    for place in [*run.result["per_task"].values(), *places]:
        for measure in place.values():
            if isinstance(measure, dict) and "why" not in measure and "skipped" in measure:
                assert measure["value"] is not None
    for name, table in run.tables.items():
        for row in table:
            for column, cell in row.items():
                assert cell and cell.lower() not in {"nan", "-nan", "inf", "-inf", "null"}, f"{name}: {column}"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.__name__)
def test_is_sound(evaluate: Evaluate, case: Callable[[], PredictionTable]) -> None:
    """Whatever is missing."""
    check_sound(evaluate(case()))


@pytest.mark.parametrize("interval", ["percentile", "bca", "fisher_z"])
@pytest.mark.parametrize(
    "case", [three_rows, ties, constant_predictions, task_without_values, one_group, perfect], ids=lambda c: c.__name__
)
def test_every_interval_is_sound(evaluate: Evaluate, case: Callable[[], PredictionTable], interval: str) -> None:
    """Whatever the method needs."""
    check_sound(evaluate(case(), f"interval={interval}"))


def test_one_task(evaluate: Evaluate) -> None:
    """No gap, no specificity; the averages are the task."""
    run = evaluate(one_task())
    why = "there is only one task"
    assert run.result["min_gap"] is None and run.result["why"]["min_gap"] == why
    assert run.result["specificity"] == {"top_cell": None, "pairs": None, "why": why}
    assert run.tables["confusion"] == run.tables["cell_pairs"] == run.tables["min_gap"] == []
    task = run.result["per_task"]["K562"]["pearson"]["value"]
    for place in ("macro", "weighted", "micro"):
        assert run.result[place]["pearson"]["value"] == pytest.approx(task, rel=1e-14)


def test_no_standard_errors(evaluate: Evaluate) -> None:
    """Neither a ceiling nor a weighted error nor strata by them."""
    run = evaluate(without_standard_errors())
    for task in run.result["per_task"].values():
        assert task["reliability"] is task["noise_ceiling"] is task["relative_pearson"] is None
        assert task["weighted_mse"] | {"value": None, "why": "there are no standard errors"} == task["weighted_mse"]
        assert task["ceiling_why"] == "there are no standard errors"
    assert run.result["macro"]["weighted_mse"]["why"] == "task K562: there are no standard errors"
    assert run.result["micro"]["weighted_mse"]["why"] == "there are no standard errors"
    assert run.result["strata"]["standard_error"] == {"strata": None, "why": "task K562: no row has a value"}
    stratum = run.result["strata"]["activity"]["strata"][0]["per_task"]["K562"]
    assert stratum["relative_pearson"] is None and stratum["pearson"]["value"] is not None
    assert run.tables["table1"][0]["noise_ceiling"] == run.tables["table1"][0]["weighted_mse"] == "NA"
    assert {row["standard_error"] for row in run.tables["outliers"]} == {"NA"}


@pytest.mark.parametrize("case", [without_target_cells, without_min_gap], ids=lambda case: case.__name__)
def test_no_gaps(evaluate: Evaluate, case: Callable[[], PredictionTable]) -> None:
    """The gap of the column needs both; top cells need neither."""
    run = evaluate(case())
    assert run.result["min_gap"] is None
    assert run.result["why"]["min_gap"] == "fewer than 3 rows have a measured and a predicted minimum gap"
    assert run.result["strata"]["min_gap"] == {"strata": None, "why": "no row has a value"}
    assert run.result["specificity"]["top_cell"]["accuracy"]["n"] == 80
    by_cell = run.result["strata"]["target_cell"]
    if case is without_target_cells:
        assert by_cell == {"strata": None, "why": "no row has a target cell"}
    else:
        assert len(by_cell["strata"]) == 3


def test_few_rows(evaluate: Evaluate) -> None:
    """No quintiles below 30 rows, no tenths below 20; a bin of one row has no standard error."""
    run = evaluate(few_rows())
    few = "only 12 rows have a value; 30 are needed for quintiles"
    assert run.result["strata"]["min_gap"] == {"strata": None, "why": few}
    assert run.result["strata"]["activity"] == {"strata": None, "why": f"task K562: {few}"}
    assert run.result["min_gap"]["rho"]["value"] is not None and run.result["min_gap"]["trend"] is None
    assert run.result["residuals"]["K562"]["decile_variance_ratio"] == {"value": None, "flagged": False}
    for b in run.result["calibration"]["K562"]["bins"]:
        assert (b["standard_error"] is None) == (b["n"] == 1)


def test_cells_with_few_rows_say_so(evaluate: Evaluate) -> None:
    """Strata by target cell have no least number of rows."""
    table = simulated_predictions(rows=40)
    table.target_cell[:] = 0
    table.target_cell[:2] = 1
    run = evaluate(table)
    cells = {stratum["name"]: stratum for stratum in run.result["strata"]["target_cell"]["strata"]}
    for cell, n in (("HepG2", 2), ("SKNSH", 0)):
        task = cells[cell]["per_task"]["K562"]
        assert (cells[cell]["rows"], task["n"]) == (n, n)
        assert task["pearson"]["value"] is None and task["pearson"]["why"] == f"{n} {FEW}"
        assert cells[cell]["macro"]["pearson"]["value"] is None
    assert cells["HepG2"]["per_task"]["K562"]["mae"]["value"] > 0
    assert cells["SKNSH"]["per_task"]["K562"]["mae"]["value"] is None


def test_ties(evaluate: Evaluate) -> None:
    """Equal values stay in one quintile; each task may have its values in others."""
    run = evaluate(ties())
    assert run.result["strata"]["activity"]["why"] == "equal values leave fewer than two quintiles"
    assert run.result["strata"]["standard_error"]["why"] == "task K562: all rows have the same value"
    top = run.result["specificity"]["top_cell"]
    assert top["left_out"] > 0 and top["undecided"] > 0
    assert top["accuracy"]["n"] + top["left_out"] == 80


def test_a_stratum_of_equal_values_has_no_correlation(evaluate: Evaluate) -> None:
    """All zeros are in the first quintile, all ones in another."""
    by_activity = evaluate(ties(tasks=1)).result["strata"]["activity"]
    assert len(by_activity["strata"]) == 2 and by_activity["strata"][0]["name"] == "Q1"
    for value, stratum in enumerate(by_activity["strata"]):
        task = stratum["per_task"]["K562"]
        assert stratum["range"] == [value, value]
        assert task["pearson"]["value"] is None and task["pearson"]["why"] == "all measured values are equal"
        assert task["mae"]["value"] > 0 and task["relative_pearson"] is None
    assert by_activity["delta_r"]["value"] is by_activity["trend"] is None


def test_nothing_to_divide(evaluate: Evaluate) -> None:
    """Nearly all gaps are equal, so that all are in the first quintile."""
    table = simulated_predictions(rows=80)
    table.min_gap[:] = 1.0
    table.min_gap[:5] = 0.0
    run = evaluate(table)
    assert run.result["strata"]["min_gap"] == {
        "strata": None,
        "why": "equal values leave fewer than two quintiles",
    }
    assert run.result["min_gap"]["trend"] is None


def test_constant_predictions(evaluate: Evaluate) -> None:
    """No correlation, no line, no p-value; errors are there."""
    run = evaluate(constant_predictions())
    why = "all predicted values are equal"
    for task in run.result["per_task"].values():
        for name in ("pearson", "spearman", "kendall", "concordance", "winsorized_pearson"):
            assert task[name]["value"] is None and task[name]["why"] == why
        assert task["auroc"]["value"] == 0.5
        assert task["rmse"]["low"] > 0
    for calibration in run.result["calibration"].values():
        assert calibration["slope"]["value"] is calibration["intercept"]["value"] is None
        assert calibration["slope"]["why"] == why and not calibration["good"]
    assert run.result["residuals"]["K562"]["breusch_pagan"]["p"] is None
    assert not run.result["residuals"]["K562"]["breusch_pagan"]["flagged"]
    gap = run.result["min_gap"]
    assert gap["rho"]["why"] == why and gap["permutation_p"] is gap["permutation_p_two_sided"] is None
    top = run.result["specificity"]["top_cell"]
    assert (top["accuracy"]["value"], top["undecided"]) == (0, 80)
    assert run.result["specificity"]["pairs"][0]["pearson"]["why"] == why
    assert run.result["specificity"]["pairs"][0]["spearman"] is None
    trend = [float(row["residual"]) for row in run.tables["residual_trend"] if row["task"] == "K562"]
    assert trend == pytest.approx([run.result["residuals"]["K562"]["mean"]] * 50)
    assert not run.result["accepted"]


def test_constant_measurements(evaluate: Evaluate) -> None:
    """Of one task: it has no ceiling and no quintiles, so that no task is divided by its activity."""
    run = evaluate(constant_measurements())
    task = run.result["per_task"]["HepG2"]
    assert task["pearson"]["why"] == task["r_squared"]["why"] == "all measured values are equal"
    assert task["noise_ceiling"] is None and task["mse"]["value"] > 0
    assert task["ceiling_why"] == "all measured values are equal"
    assert "ceiling_why" not in run.result["per_task"]["K562"]
    assert task["auprc"]["why"] == "no element is active (eval.active_from)"
    assert run.result["strata"]["activity"]["why"] == "task HepG2: all rows have the same value"
    assert run.result["micro"]["pearson"]["value"] is not None


def test_task_without_values(evaluate: Evaluate) -> None:
    """It is null everywhere, and so is every mean over tasks; the rows of all tasks together are there."""
    run = evaluate(task_without_values())
    task = run.result["per_task"]["SKNSH"]
    assert task["n"] == 0 and task["label"] == "undefined"
    assert all(m["value"] is None and m["why"] == f"0 {FEW}" for m in task.values() if isinstance(m, dict))
    for place in ("macro", "weighted"):
        assert run.result[place]["mae"]["value"] is None
        assert run.result[place]["mae"]["why"] == f"task SKNSH: 0 {FEW}"
    assert run.result["micro"]["mae"]["value"] > 0
    calibration = run.result["calibration"]["SKNSH"]
    assert calibration["bins"] == [] and calibration["expected_error"] is calibration["measured_sd"] is None
    assert run.result["residuals"]["SKNSH"]["n"] == 0 and run.result["residuals"]["SKNSH"]["mean"] is None
    assert run.result["strand"]["SKNSH"]["mean_difference"] is None
    assert run.result["ensemble"]["SKNSH"] == {"n": 0, "rho": None, "mean_sd": None, "rmse": None}
    assert run.result["strata"]["member_sd"]["why"] == "task SKNSH: no row has a value"
    assert [pair["n"] for pair in run.result["specificity"]["pairs"]] == [80, 0, 0]
    assert run.result["specificity"]["top_cell"]["why"] == "no row has all tasks measured with one highest"
    assert run.tables["table1"][2]["pearson"] == run.tables["table1"][3]["pearson_low"] == "NA"


def test_ids_name_nothing(evaluate: Evaluate) -> None:
    """Rows are rows, whatever they are called."""
    assert evaluate(duplicate_ids()).result == evaluate(simulated_predictions(rows=80)).result


def test_one_group(evaluate: Evaluate) -> None:
    """Every resample would be the whole split: values without intervals, and a warning."""
    run = evaluate(one_group())
    assert run.result["bootstrap"] | {"unit": "group", "units": 1} == run.result["bootstrap"]
    assert "all evaluated rows are in one group" in run.stderr
    assert run.result["why"]["intervals"] == "all rows are in one group"
    for entry in entries(run.result):
        if "skipped" in entry:
            assert entry["low"] is entry["high"] is None and entry["flagged"] and entry["skipped"] == 25
    assert run.result["macro"]["pearson"]["value"] > 0.5
    assert run.result["specificity"]["top_cell"]["accuracy"]["low"] > 0  # Wilson's interval needs no resamples
    assert all(b["standard_error"] is None for b in run.result["calibration"]["K562"]["bins"])
    assert not run.result["accepted"]
    by_rows = evaluate(one_group(), "bootstrap.unit=element")
    assert by_rows.result["macro"]["pearson"]["low"] > 0 and "one group" not in by_rows.stderr


def test_perfect_predictions(evaluate: Evaluate) -> None:
    """A correlation of 1, errors of 0, nothing to be said of the residuals' variance."""
    run = evaluate(perfect())
    task = run.result["per_task"]["K562"]
    for name in ("pearson", "spearman", "kendall", "concordance", "r_squared", "top_10_share", "auroc", "auprc"):
        assert task[name]["value"] == pytest.approx(1, abs=1e-12)
    assert task["mse"]["value"] == task["median_ae"]["high"] == 0
    assert task["relative_pearson"] > 1  # the measurement itself does not correlate so well with the true activity
    assert run.result["residuals"]["K562"]["skew"] is run.result["residuals"]["K562"]["breusch_pagan"]["lm"] is None
    assert run.result["residuals"]["K562"]["decile_variance_ratio"]["value"] is None
    assert all(calibration["good"] for calibration in run.result["calibration"].values())
    assert math.isclose(run.result["calibration"]["K562"]["slope"]["value"], 1)
